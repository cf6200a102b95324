namespace NotifyNl.Simulator.Gateways;

/// <summary>The protocols that the stand-in speaks.</summary>
public enum GatewayName : byte
{
    Cm,
    Spryng,
    Kannel,
}

internal static class GatewayNames
{
    public static string Path(this GatewayName gateway) => gateway switch
    {
        GatewayName.Cm => "cm",
        GatewayName.Spryng => "spryng",
        _ => "kannel",
    };
}
