namespace NotifyNl.Audit;

/// <summary>What the database itself does for the logboek: nobody changes a line, and every line is linked to the one before it in its organisation.</summary>
internal static class AuditSql
{
    /// <summary>
    /// The link is made at commit, so that the order of the chain is that of the commits and no two units of work wait for each other's rows.
    /// The function runs as the owner: no running login may write a hash. <see cref="AuditChain"/> computes the same by itself.
    /// </summary>
    public const string ChainSql = """
        create table audit_links (
          organisation_id uuid not null, place bigint not null, entry_id uuid not null unique, hash bytea not null, primary key (organisation_id, place));
        create table audit_heads (organisation_id uuid primary key, place bigint not null, hash bytea not null);

        create function audit_content(e audit_entries) returns text language sql immutable as $$
          select string_agg(coalesce(octet_length(convert_to(f, 'UTF8')) || ':' || f, '-'), ',' order by n)
          from unnest(array[e.id::text, e.organisation_id::text, e.service_id::text, e.user_id::text, e.action, e.subject_id::text, e.subject, e.changes, e.address,
                            (extract(epoch from e.at) * 1000000)::bigint::text]) with ordinality u(f, n)
        $$;

        create function audit_place() returns trigger language plpgsql as $$
        begin
          if new.service_id is not null then
            new.organisation_id := (select organisation_id from services where id = new.service_id);
          end if;
          return new;
        end $$;
        create trigger audit_place before insert on audit_entries for each row execute function audit_place();

        create function audit_link_of(e audit_entries) returns void language plpgsql security definer set search_path = public, pg_temp as $$
        declare head audit_heads;
        begin
          insert into audit_heads values (e.organisation_id, 0, '\x') on conflict do nothing;
          select * into head from audit_heads where organisation_id = e.organisation_id for update;
          head.place := head.place + 1;
          head.hash := sha256(head.hash || convert_to(audit_content(e), 'UTF8'));
          insert into audit_links values (e.organisation_id, head.place, e.id, head.hash);
          update audit_heads set place = head.place, hash = head.hash where organisation_id = e.organisation_id;
        end $$;
        revoke execute on function audit_link_of(audit_entries) from public;

        create function audit_link() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform audit_link_of(new);
          return null;
        end $$;
        create constraint trigger audit_link after insert on audit_entries deferrable initially deferred for each row execute function audit_link();

        do $$
        declare e audit_entries;
        begin
          for e in select * from audit_entries order by at, id loop
            perform audit_link_of(e);
          end loop;
        end $$;

        create function audit_stays() returns trigger language plpgsql as $$
        begin
          raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
        end $$;
        create trigger audit_stays before update or delete on audit_entries for each row execute function audit_stays();
        create trigger audit_stays_whole before truncate on audit_entries for each statement execute function audit_stays();
        create trigger audit_stays before update or delete on audit_links for each row execute function audit_stays();
        create trigger audit_stays_whole before truncate on audit_links for each statement execute function audit_stays();
        grant select on audit_heads to notify_worker;
        """;

    /// <summary>Organisation admins read their organisation's lines and counters; lines of the platform are written by any page that has them to write.</summary>
    public const string RightsSql = """
        create policy of_organisation on audit_entries to notify_web using (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
        create policy of_platform on audit_entries for insert to notify_web with check (organisation_id = '00000000-0000-7000-8000-000000000000');
        create policy of_organisation on message_counts for select to notify_web using (
          service_id in (select id from services where organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid));
        grant select, insert, update, delete on organisation_admins to notify_web;
        """;

    /// <summary>For the way back to the version before.</summary>
    public const string UndoSql = """
        drop policy of_organisation on message_counts;
        drop policy of_platform on audit_entries;
        drop policy of_organisation on audit_entries;
        drop trigger audit_place on audit_entries;
        drop trigger audit_link on audit_entries;
        drop trigger audit_stays on audit_entries;
        drop trigger audit_stays_whole on audit_entries;
        drop table audit_links, audit_heads;
        drop function audit_place, audit_link, audit_link_of, audit_stays, audit_content;
        delete from audit_entries where service_id is null or user_id is null;
        """;
}
