namespace NotifyNl.Retention;

/// <summary>The worker forgets; no page can.</summary>
internal static class RetentionRights
{
    public const string Sql = "grant delete on notifications, uploads, upload_rows to notify_worker;";
}
