using NotifyNl.Delivery;

namespace NotifyNl.Usage;

/// <summary>Messages by where they are, in the words of the tiles on a page.</summary>
/// <param name="ChargedParts">Sms parts that the gateway charges.</param>
public sealed record MessageTally(IReadOnlyDictionary<NotificationStatus, int> ByStatus, int ChargedParts)
{
    private static readonly NotificationStatus[] ChargedNot =
    [
        NotificationStatus.Queued, NotificationStatus.Claimed, NotificationStatus.Submitting, NotificationStatus.Deferred,
        NotificationStatus.TechnicalFailure, NotificationStatus.ValidationFailed, NotificationStatus.Cancelled,
    ];

    public int Total => ByStatus.Values.Sum();

    /// <summary><em>In de wachtrij</em></summary>
    public int Waiting => Of(NotificationStatus.Queued, NotificationStatus.Claimed, NotificationStatus.Deferred);

    /// <summary><em>Onderweg</em></summary>
    public int UnderWay => Of(NotificationStatus.Submitting, NotificationStatus.Accepted, NotificationStatus.Unknown);

    public int Delivered => Of(NotificationStatus.Delivered);

    public int Failed => Of(
        NotificationStatus.PermanentFailure, NotificationStatus.TemporaryFailure, NotificationStatus.TechnicalFailure, NotificationStatus.ValidationFailed);

    /// <summary><em>Onzeker</em></summary>
    public int Uncertain => Of(NotificationStatus.Uncertain);

    public int Cancelled => Of(NotificationStatus.Cancelled);

    /// <summary>Nothing moves any more by itself, save by a late receipt.</summary>
    public bool Finished => Total > 0 && Waiting + UnderWay == 0;

    internal static bool IsCharged(NotificationStatus status) => !ChargedNot.Contains(status);

    private int Of(params ReadOnlySpan<NotificationStatus> statuses)
    {
        var sum = 0;
        foreach (var status in statuses)
            sum += ByStatus.GetValueOrDefault(status);
        return sum;
    }
}
