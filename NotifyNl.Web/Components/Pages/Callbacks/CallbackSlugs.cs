using NotifyNl.Callbacks;

namespace NotifyNl.Web.Components.Pages.Callbacks;

/// <summary>What the kinds are called in addresses.</summary>
internal static class CallbackSlugs
{
    public static string Slug(this CallbackKind kind) => kind == CallbackKind.DeliveryStatus ? "delivery-status" : "received-text";

    public static CallbackKind? Read(string slug) => slug switch
    {
        "delivery-status" => CallbackKind.DeliveryStatus,
        "received-text" => CallbackKind.ReceivedText,
        _ => null,
    };
}
