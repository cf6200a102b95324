namespace NotifyNl.Inbound;

/// <summary>A citizen's text as its gateway's words mean it.</summary>
/// <param name="Reference">The gateway's own id, or null where it gives none.</param>
public sealed record GatewayText(string Gateway, string? Reference, string From, string To, string Text)
{
    /// <summary>Never the number or the text: a record is easily logged.</summary>
    public override string ToString() => Gateway;
}
