using System.ComponentModel.DataAnnotations;

namespace NotifyNl.Delivery.Gateways;

/// <summary>The account at CM.com. Configuration section <c>Gateways:Cm</c>.</summary>
public sealed class CmComOptions
{
    public const string Section = "Gateways:Cm";

    /// <summary>For example <c>https://gw.messaging.cm.com/v1.0/message</c>.</summary>
    [Required(ErrorMessage = "Gateways:Cm:Url is not set: the address of the gateway, for example https://gw.messaging.cm.com/v1.0/message.")]
    public Uri? Url { get; init; }

    [Required(ErrorMessage = "Gateways:Cm:ProductToken is not set: CM.com shows it in the Gateway app.")]
    public string ProductToken { get; init; } = "";

    /// <summary>The last part of the address that receipts come in on; CM.com does not sign them.</summary>
    [Required(ErrorMessage = "Gateways:Cm:ReceiptSecret is not set: at least 20 characters that nobody can guess, the last part of the address in CM.com's status report webhook.")]
    [MinLength(20, ErrorMessage = "Gateways:Cm:ReceiptSecret must have at least 20 characters.")]
    public string ReceiptSecret { get; init; } = "";

    /// <summary>How long one call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:20", ErrorMessage = "Gateways:Cm:Timeout must lie between 1 and 20 seconds: longer than that, the claim would end while the call is under way.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    [Range(1, 100, ErrorMessage = "Gateways:Cm:MessagesPerCall must lie between 1 and 100.")]
    public int MessagesPerCall { get; init; } = 100;

    /// <summary>How long the network tries to reach a telephone.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3.00:00:00", ErrorMessage = "Gateways:Cm:Validity must lie between 1 minute and 72 hours.")]
    public TimeSpan Validity { get; init; } = TimeSpan.FromHours(48);
}
