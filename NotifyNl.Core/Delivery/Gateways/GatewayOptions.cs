namespace NotifyNl.Delivery.Gateways;

/// <summary>The protocols that we speak.</summary>
public enum GatewayKind
{
    CmCom,
    Spryng,
    Kannel,
}

/// <summary>An account at a gateway. Configuration section <c>Gateways:&lt;Name&gt;</c>; what it must hold is checked at the start by <see cref="GatewayChecks"/>.</summary>
public sealed class GatewayOptions
{
    /// <summary>By the name where it is not set: <c>Cm</c>, <c>Spryng</c> and <c>Kannel</c> say it themselves.</summary>
    public GatewayKind? Kind { get; set; }

    /// <summary>For example <c>https://gw.messaging.cm.com/v1.0/message</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>CM.com's product token.</summary>
    public string ProductToken { get; set; } = "";

    /// <summary>Spryng's bearer token.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Kannel's sendsms-user.</summary>
    public string Username { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Which of Kannel's connections; empty leaves the choice to Kannel.</summary>
    public string Smsc { get; set; } = "";

    /// <summary>Where Kannel reaches this node or its proxy, for example <c>http://worker.intern:8080</c>; each message to Kannel names the address of its receipt.</summary>
    public Uri? CallbackUrl { get; set; }

    /// <summary>The last part of the address that receipts come in on; gateways do not sign them.</summary>
    public string ReceiptSecret { get; set; } = "";

    /// <summary>The networks that receipts may come from, with commas between them; empty for all.</summary>
    public string ReceiptNetworks { get; set; } = "";

    /// <summary>How long one call may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the network tries to reach a telephone.</summary>
    public TimeSpan Validity { get; set; } = TimeSpan.FromHours(48);

    /// <summary>CM.com takes up to 100 in a call, the others one.</summary>
    public int? MessagesPerCall { get; set; }

    /// <summary>Calls of this node that are under way at a time.</summary>
    public int? CallsInFlight { get; set; }

    /// <summary>The gateway's part of all messages, beside the weights of the others. 0: only what is bound to it.</summary>
    public int Weight { get; set; } = 100;

    /// <summary>For all nodes together; 0 for no limit.</summary>
    public int MessagesPerSecond { get; set; }

    /// <summary>For all nodes together; 0 for no limit.</summary>
    public int PartsPerSecond { get; set; }

    /// <summary>Dialling prefixes whose messages go here and nowhere else, with commas between them: <c>32, 49</c>.</summary>
    public string Countries { get; set; } = "";

    /// <summary>The ids of services whose messages go here and nowhere else, with commas between them.</summary>
    public string Services { get; set; } = "";

    public int CallSize => MessagesPerCall ?? (Kind == GatewayKind.CmCom ? 100 : 1);

    /// <summary>16 is more than the slots of a node make; a gateway that takes one message a call is slow with fewer than 32.</summary>
    public int CallLimit => CallsInFlight ?? (CallSize > 1 ? 16 : 128);

    internal static string[] Split(string list) => list.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>All gateways by name. Configuration section <c>Gateways</c>.</summary>
public sealed class GatewaysOptions() : Dictionary<string, GatewayOptions>(StringComparer.OrdinalIgnoreCase)
{
    public const string Section = "Gateways";
}
