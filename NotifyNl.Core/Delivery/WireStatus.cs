namespace NotifyNl.Delivery;

/// <summary>What the v2 wire calls a status: DESIGN.md, decision 5.</summary>
public static class WireStatus
{
    public static string Of(NotificationStatus status) => status switch
    {
        NotificationStatus.Queued or NotificationStatus.Claimed or NotificationStatus.Submitting or NotificationStatus.Deferred => "created",
        NotificationStatus.Accepted or NotificationStatus.Unknown => "sending",
        NotificationStatus.Delivered => "delivered",
        NotificationStatus.PermanentFailure => "permanent-failure",
        NotificationStatus.TemporaryFailure or NotificationStatus.Uncertain => "temporary-failure",
        NotificationStatus.TechnicalFailure => "technical-failure",
        NotificationStatus.ValidationFailed => "validation-failed",
        NotificationStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No word of the wire."),
    };
}
