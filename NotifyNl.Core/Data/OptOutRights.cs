namespace NotifyNl.Data;

/// <summary>Row-level security and rights on the opt-out list; part of the migration that makes it, in the words of <see cref="Rights"/>.</summary>
internal static class OptOutRights
{
    public const string Sql = """
        alter table opt_outs enable row level security;
        alter table opt_outs force row level security;
        create policy of_service on opt_outs to notify_web using (service_id = nullif(current_setting('app.service_id', true), '')::uuid);
        create policy of_worker on opt_outs to notify_worker using (true);
        create policy of_owner on opt_outs to current_user using (true);

        grant select, insert, delete on opt_outs to notify_web;
        grant select on opt_outs to notify_worker;
        """;
}
