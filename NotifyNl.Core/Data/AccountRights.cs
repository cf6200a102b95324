namespace NotifyNl.Data;

/// <summary>
/// What the web login may do with the tables of accounts. They belong to people and not to one service, so there is no service to lock their rows by;
/// the worker, which sends, may not see them at all.
/// </summary>
internal static class AccountRights
{
    public const string Sql = """
        grant select, insert, update, delete on sessions, known_devices, sms_codes, recovery_codes, passkey_challenges, invitations, account_links to notify_web;
        grant select, insert, update on recoveries to notify_web;
        """;
}
