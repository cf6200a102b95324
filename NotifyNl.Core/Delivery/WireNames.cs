using System.Collections.Frozen;
using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>What statuses and channels are called on the wire (DESIGN.md, decision 5).</summary>
public static class WireNames
{
    /// <summary>All that may be asked for, also of channels that are not built, in the contract's order.</summary>
    public static readonly string[] Statuses =
    [
        "cancelled", "created", "sending", "sent", "delivered", "pending", "failed", "technical-failure", "temporary-failure", "permanent-failure",
        "pending-virus-check", "validation-failed", "virus-scan-failed", "returned-letter", "accepted", "received",
    ];

    public static readonly string[] Channels = ["sms", "email", "letter"];

    private static readonly FrozenDictionary<string, string[]> Wider = new Dictionary<string, string[]>
    {
        ["failed"] = ["technical-failure", "temporary-failure", "permanent-failure", "validation-failed"],
        ["accepted"] = ["created", "sending"],
        ["received"] = ["delivered"],
    }.ToFrozenDictionary();

    public static string Of(MessageChannel channel) => Channels[(int)channel];

    public static string Of(NotificationStatus status) => status switch
    {
        NotificationStatus.Queued or NotificationStatus.Claimed or NotificationStatus.Submitting or NotificationStatus.Deferred => "created",
        NotificationStatus.Accepted or NotificationStatus.Unknown => "sending",
        NotificationStatus.Delivered => "delivered",
        NotificationStatus.PermanentFailure => "permanent-failure",
        NotificationStatus.TemporaryFailure or NotificationStatus.Uncertain => "temporary-failure",
        NotificationStatus.ValidationFailed => "validation-failed",
        NotificationStatus.Cancelled => "cancelled",
        _ => "technical-failure",
    };

    /// <summary>The statuses that a name on the wire stands for; none for those of other channels.</summary>
    public static IEnumerable<NotificationStatus> Find(string name)
    {
        var names = Wider.GetValueOrDefault(name) ?? [name];
        return Enum.GetValues<NotificationStatus>().Where(status => names.Contains(Of(status)));
    }

    /// <summary>Nothing was sent, so nothing is paid.</summary>
    public static bool IsFree(NotificationStatus status) =>
        status is NotificationStatus.Cancelled or NotificationStatus.ValidationFailed or NotificationStatus.TechnicalFailure || Of(status) == "created";
}
