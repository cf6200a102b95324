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
/// <param name="Name">In English, as the source lists it; several countries may share a prefix.</param>
/// <param name="BillingWeight">How many sms parts one part to this country counts as.</param>
/// <param name="DeliveryReceipt">Whether receipts come back; null where the source does not say.</param>
public sealed record Country(string Prefix, string Name, int BillingWeight, SenderRule AlphanumericSender, SenderRule NumericSender, bool? DeliveryReceipt)
{
    /// <summary>The country's name in the reader's language.</summary>
    public string NameIn(CultureInfo culture)
    {
        if (Prefix == "1")
            return culture.TwoLetterISOLanguageName == "nl" ? "Verenigde Staten of Canada" : "United States or Canada";
        if (PhoneNumberReader.RegionOf(Prefix) is not { } region)
            return Name;

        var before = CultureInfo.CurrentUICulture;
        try
        {
            // RegionInfo speaks the language of the thread and takes no other.
            CultureInfo.CurrentUICulture = culture;
            return new RegionInfo(region).DisplayName;
        }
        catch (ArgumentException)
        {
            return Name;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
