namespace NotifyNl.Data;

/// <summary>Row-level security and rights on what the API keeps; part of the migration that makes these tables, in the words of <see cref="Rights"/>.</summary>
internal static class ApiRights
{
    private static readonly string[] OfOneService = ["api_keys", "guests", "call_allowances", "day_allowances", "idempotent_calls"];

    public static string Sql { get; } = $"""
        {string.Join('\n', OfOneService.Select(Secure))}

        grant select, insert, update on api_keys to notify_web;
        grant select, insert, delete on guests to notify_web;
        grant select on call_allowances, day_allowances to notify_web;

        grant select, insert, update, delete on call_allowances, day_allowances, idempotent_calls to notify_worker;

        -- Rows that are written again and again, by single values: room to stay in their page.
        alter table call_allowances set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
        alter table day_allowances set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
        """;

    private static string Secure(string table) => $"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy of_service on {table} to notify_web using (service_id = nullif(current_setting('app.service_id', true), '')::uuid);
        create policy of_worker on {table} to notify_worker using (true);
        create policy of_owner on {table} to current_user using (true);
        """;
}
