using System.Globalization;

namespace NotifyNl.Recipients;

/// <summary>Whether a kind of sender arrives in a country.</summary>
public enum SenderRule
{
    Unknown,
    Yes,

    /// <summary>Citizens see another number instead.</summary>
    No,

    /// <summary>Only after registration in that country.</summary>
    Registration,
    Limited,
}

/// <summary>What is known of text messages to numbers that begin with <paramref name="Prefix"/>.</summary>
/// <param name="Prefix">Digits after the plus; of North America also the area where it is a country of its own.</param>
/// <param name="Name">In English; where countries share a prefix, the ones with most people.</param>
/// <param name="BillingWeight">How many sms parts one part to this country counts as.</param>
/// <param name="DeliveryReceipt">Whether receipts come back; null where the source does not say.</param>
public sealed record Country(string Prefix, string Name, int BillingWeight, SenderRule AlphanumericSender, SenderRule NumericSender, bool? DeliveryReceipt)
{
    public required string DutchName { get; init; }

    /// <summary>The country's name in the reader's language.</summary>
    public string NameIn(CultureInfo culture) => culture.TwoLetterISOLanguageName == "nl" ? DutchName : Name;
}
