namespace NotifyNl.Retention;

/// <summary>The worker forgets; no page can.</summary>
internal static class RetentionRights
{
    public const string Sql = "grant delete on notifications, uploads, upload_rows to notify_worker;";

    /// <summary>Of a list that was sent with a template that hides.</summary>
    public const string HidingSql = "grant update (personalisation, cells) on upload_rows to notify_worker;";
}
