namespace NotifyNl.Delivery;

/// <summary>How a person groups the statuses of messages.</summary>
public enum StatusTile
{
    /// <summary><em>In de wachtrij</em>.</summary>
    Queued,

    /// <summary><em>Onderweg</em>: with the gateway, no receipt yet.</summary>
    Underway,

    /// <summary><em>Bezorgd</em>.</summary>
    Delivered,

    /// <summary><em>Mislukt</em>.</summary>
    Failed,

    /// <summary><em>Onzeker</em>.</summary>
    Uncertain,

    /// <summary><em>Gestopt</em>.</summary>
    Cancelled,
}

public static class StatusTiles
{
    public static StatusTile Tile(this NotificationStatus status) => status switch
    {
        NotificationStatus.Queued or NotificationStatus.Claimed or NotificationStatus.Deferred => StatusTile.Queued,
        NotificationStatus.Submitting or NotificationStatus.Accepted or NotificationStatus.Unknown => StatusTile.Underway,
        NotificationStatus.Delivered => StatusTile.Delivered,
        NotificationStatus.Uncertain => StatusTile.Uncertain,
        NotificationStatus.Cancelled => StatusTile.Cancelled,
        _ => StatusTile.Failed,
    };

    public static NotificationStatus[] Statuses(this StatusTile tile) => [.. Enum.GetValues<NotificationStatus>().Where(status => status.Tile() == tile)];

    /// <summary>Nothing more is to be expected, but that a late receipt may still bring the truth.</summary>
    public static bool IsFinal(this StatusTile tile) => tile is not (StatusTile.Queued or StatusTile.Underway);
}
