namespace NotifyNl.Data;

/// <summary>The rights on attempts, gateways and texts of citizens; part of the migration that made their tables.</summary>
internal static class DeliveryRights
{
    // A receipt has no service: the web login sees those of the messages that it sees, and those of no message at all.
    public static string Sql { get; } = $"""
        {Rights.Secure("attempts")}
        {Rights.Secure("inbound_texts")}
        {Rights.Secure("inbound_numbers")}

        alter table receipts enable row level security;
        alter table receipts force row level security;
        create policy of_message on receipts to notify_web using (notification_id is null or exists (select from notifications n where n.id = notification_id));
        create policy of_worker on receipts to notify_worker using (true);
        create policy of_owner on receipts to current_user using (true);

        grant select, insert, update, delete on attempts, gateways, gateway_minutes, inbound_texts to notify_worker;
        grant select on inbound_numbers to notify_worker;

        grant select on attempts, receipts, gateways, gateway_minutes to notify_web;
        grant select, insert, update, delete on inbound_texts, inbound_numbers to notify_web;
        grant update (paused_at, paused_by_id) on gateways to notify_web;
        grant update (attempts, deferrals) on notifications to notify_web;

        alter table gateways set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
        """;

    public const string UndoSql = """
        drop policy of_message on receipts;
        drop policy of_worker on receipts;
        drop policy of_owner on receipts;
        alter table receipts disable row level security;
        alter table receipts no force row level security;
        revoke select on receipts from notify_web;
        revoke update (attempts, deferrals) on notifications from notify_web;
        """;
}
