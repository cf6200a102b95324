namespace NotifyNl.Data;

/// <summary>
/// What the two running logins may do, and the row-level security that is the second lock behind every query that names its service.
/// Part of the first migration; a later migration that adds a table grants its rights in the same words.
/// </summary>
internal static class Rights
{
    /// <summary>Tables whose rows belong to one service: the web login sees those of the service of its request and no other.</summary>
    private static readonly string[] OfOneService =
    [
        "sms_senders", "templates", "template_versions", "pinned_templates", "uploads", "upload_rows", "batches", "notifications", "message_counts", "audit_entries",
    ];

    public static string Sql { get; } = $"""
        do $$ begin
          if (select count(*) from pg_roles where rolname in ('notify_web', 'notify_worker')) < 2 then
            raise exception 'The logins notify_web and notify_worker do not exist. Make them first: docs/operations.md tells how.';
          end if;
        end $$;

        {string.Join('\n', OfOneService.Select(Secure))}

        grant usage on schema public to notify_web, notify_worker;

        grant select, insert, update, delete on users, user_claims, user_logins, user_tokens, user_passkeys, members, data_protection_keys to notify_web;
        grant select, insert, update on organisations, services, templates to notify_web;
        grant select, insert, update, delete on sms_senders, uploads, upload_rows to notify_web;
        grant select, insert on template_versions, pinned_templates, audit_entries, notifications to notify_web;
        grant select, insert, update on message_counts to notify_web;
        grant select, insert on batches to notify_web;
        grant update (stopped_at) on batches to notify_web;
        grant update (status, queued, attempt, due_at, reason, done_at) on notifications to notify_web;

        grant select on services, sms_senders, templates, template_versions, pinned_templates, uploads, upload_rows, batches to notify_worker;
        grant update (copied_at) on batches to notify_worker;
        grant select, insert, update on notifications, message_counts to notify_worker;
        grant select, insert, update, delete on claims, receipts to notify_worker;
        grant select on "__EFMigrationsHistory" to notify_web, notify_worker;

        create schema quartz;
        grant usage, create on schema quartz to notify_worker;
        """;

    /// <summary>
    /// uuid v7 for the rows of a set: the time in milliseconds, then the row's place, then 48 random bits. They sort as the list does.
    /// </summary>
    public const string Uuid7Sql = """
        create function notify_uuid7(at timestamptz, place int) returns uuid language sql volatile parallel safe as $$
          select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex((place >> 12) & 4095), 3, '0')
               || '8' || lpad(to_hex(place & 4095), 3, '0') || right(gen_random_uuid()::text, 12))::uuid
        $$;
        """;

    /// <summary>Room in each page for the updates that follow, and a vacuum that keeps up with thousands of messages a second.</summary>
    public const string StorageSql = """
        alter table notifications set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
        alter table message_counts set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
        alter table claims set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
        """;

    /// <summary>A later migration secures its tables in the same words.</summary>
    internal static string Secure(string table) => $"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy of_service on {table} to notify_web using (service_id = nullif(current_setting('app.service_id', true), '')::uuid);
        create policy of_worker on {table} to notify_worker using (true);
        create policy of_owner on {table} to current_user using (true);
        """;
}
