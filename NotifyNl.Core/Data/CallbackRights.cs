namespace NotifyNl.Data;

/// <summary>Rights and row-level security of callbacks, of refused calls and of the rules that answer texts, in the words of <see cref="Rights"/>.</summary>
internal static class CallbackRights
{
    private static readonly string[] OfOneService = ["callbacks", "callback_events", "callback_calls", "failed_calls", "reply_rules"];

    public static string Sql { get; } = $"""
        {string.Join('\n', OfOneService.Select(Rights.Secure))}

        grant select, insert, update, delete on callbacks, callback_events to notify_web;
        grant select, insert on callback_calls to notify_web;
        grant select, insert, update, delete on reply_rules to notify_web;
        grant select on failed_calls to notify_web;

        grant select on callbacks, reply_rules to notify_worker;
        grant select, insert, delete on failed_calls to notify_worker;
        grant insert on pinned_templates to notify_worker;
        grant update (turn_at) on callbacks to notify_worker;
        grant select, insert, update, delete on callback_events to notify_worker;
        grant select, insert, delete on callback_calls to notify_worker;

        alter table callbacks set (fillfactor = 50);
        alter table callback_events set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
        """;
}
