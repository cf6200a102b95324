using System.Text.Json;
using NotifyNl.Receipts;
using static NotifyNl.Delivery.Gateways.LenientJson;

namespace NotifyNl.Delivery.Gateways;

/// <summary>CM.com's status reports: <c>{"messages":{"msg":{"reference":…,"status":{"code":…,"errorCode":…}}}}</c>, values as strings or numbers.</summary>
internal static class CmComReceipts
{
    public static IReadOnlyList<GatewayReceipt>? Read(string gateway, ReadOnlyMemory<byte> body) => LenientJson.Read<IReadOnlyList<GatewayReceipt>>(
        body,
        root => Property(Property(root, "messages"), "msg") switch
        {
            { ValueKind: JsonValueKind.Object } one => [Receipt(gateway, one)],
            { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(message => Receipt(gateway, message))],
            _ => null,
        });

    private static GatewayReceipt Receipt(string gateway, JsonElement message)
    {
        var status = Property(message, "status");
        var (code, error) = (Text(Property(status, "code")), Text(Property(status, "errorCode")));
        return GatewayCodes.Receipt(gateway, GatewayKind.CmCom, Text(Property(message, "reference")), error.Length == 0 ? code : $"{code}/{error}");
    }
}
