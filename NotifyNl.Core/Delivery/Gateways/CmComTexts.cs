using NotifyNl.Inbound;
using static NotifyNl.Delivery.Gateways.LenientJson;

namespace NotifyNl.Delivery.Gateways;

/// <summary>CM.com's incoming messages: <c>{"reference":…,"from":{"number":…},"to":{"number":…},"message":{"text":…}}</c>; an older form has strings and <c>body</c>.</summary>
internal static class CmComTexts
{
    public static GatewayText? Read(string gateway, ReadOnlyMemory<byte> body) => LenientJson.Read(body, root =>
    {
        var from = Text(Property(Property(root, "from"), "number") ?? Property(root, "from"));
        var to = Text(Property(Property(root, "to"), "number") ?? Property(root, "to"));
        var text = Property(Property(root, "message"), "text") ?? Property(root, "body") ?? Property(root, "message");
        return from.Length == 0 || to.Length == 0 || text is null ? null : new GatewayText(gateway, Text(Property(root, "reference")), from, to, Text(text));
    });
}
