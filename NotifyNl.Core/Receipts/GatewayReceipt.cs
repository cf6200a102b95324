using NotifyNl.Delivery;

namespace NotifyNl.Receipts;

/// <summary>A receipt as its gateway's words mean it.</summary>
/// <param name="NotificationId">Null when the reference cannot be one of ours.</param>
/// <param name="Code">The gateway's own words, cut to what is stored.</param>
/// <param name="Status">What the message becomes if this outranks what was known; null when it says nothing new.</param>
/// <param name="Reason">Why it failed, or null.</param>
public sealed record GatewayReceipt(string Gateway, Guid? NotificationId, string Code, NotificationStatus? Status, string? Reason)
{
    public const int MaxCodeLength = 60;
}
