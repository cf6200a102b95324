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
    public const int MaxReferenceLength = 64;

    /// <summary>The reference as it came, cut to what is stored; kept where it is none of ours.</summary>
    public string? Reference { get; init; }

    /// <summary>What a column takes: PostgreSQL text holds no U+0000.</summary>
    public static string Storable(string text, int length)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= length ? text : text[..length];
    }
}
