using System.Globalization;
using System.Resources;

namespace NotifyNl.Delivery;

/// <summary>The sentences behind <see cref="Notification.Reason"/>: what happened, and what a person can do.</summary>
public static class DeliveryReasons
{
    private static readonly ResourceManager Sentences = new("NotifyNl.Delivery.DeliveryReasons", typeof(DeliveryReasons).Assembly);

    /// <summary>Dutch unless the culture is English; null for a code that this version does not know.</summary>
    public static string? Sentence(string code, CultureInfo? culture = null) => Sentences.GetString(code, culture ?? CultureInfo.CurrentUICulture);
}
