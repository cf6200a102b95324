namespace NotifyNl.Data;

/// <summary>Rights and row-level security of callbacks, in the words of <see cref="Rights"/>.</summary>
internal static class CallbackRights
{
    private static readonly string[] OfOneService = ["callbacks", "callback_events", "callback_calls"];

    public static string Sql { get; } = $"""
        {string.Join('\n', OfOneService.Select(Secure))}

        grant select, insert, update, delete on callbacks, callback_events to notify_web;
        grant select, insert on callback_calls to notify_web;

        grant select on callbacks to notify_worker;
        grant update (turn_at) on callbacks to notify_worker;
        grant select, insert, update, delete on callback_events to notify_worker;
        grant select, insert, delete on callback_calls to notify_worker;

        alter table callbacks set (fillfactor = 50);
        alter table callback_events set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
        """;

    private static string Secure(string table) => $"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy of_service on {table} to notify_web using (service_id = nullif(current_setting('app.service_id', true), '')::uuid);
        create policy of_worker on {table} to notify_worker using (true);
        create policy of_owner on {table} to current_user using (true);
        """;
}
