using System.Globalization;
using Microsoft.Extensions.Localization;
using NotifyNl.Delivery;
using NotifyNl.Web.Resources;

namespace NotifyNl.Web.Components.Pages.Batches;

/// <summary>The sentence behind a message's status: what happened, in words for a person.</summary>
internal static class Reasons
{
    public static string Sentence(IStringLocalizer<Texts> texts, Notification message) => Sentence(texts, message.Status, message.Reason);

    public static string Sentence(IStringLocalizer<Texts> texts, NotificationStatus status, string? reason)
    {
        if (reason is not null && DeliveryReasons.Sentence(reason) is { } known)
            return known;
        return texts["Status." + status + ".Explanation"] is { ResourceNotFound: false } general ? general : "";
    }
}
