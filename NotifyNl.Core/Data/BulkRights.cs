namespace NotifyNl.Data;

/// <summary>The rights that came with lists by the API and with STOP by text message; part of the migration that made their columns.</summary>
internal static class BulkRights
{
    public const string Sql = """
        -- The answer to a list is kept in the commit that sends the list.
        grant select, update (answer) on idempotent_calls to notify_web;

        -- Who sends STOP is on the opt-out list, and the logboek tells so.
        grant insert on opt_outs, audit_entries to notify_worker;

        -- What a source system called a list goes with its rows.
        grant update (reference, reference_key) on uploads to notify_worker;
        """;

    public const string UndoSql = """
        revoke select, update (answer) on idempotent_calls from notify_web;
        revoke insert on opt_outs, audit_entries from notify_worker;
        revoke update (reference, reference_key) on uploads from notify_worker;
        """;
}
