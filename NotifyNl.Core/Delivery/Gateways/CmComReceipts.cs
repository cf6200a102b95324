using System.Text.Json;
using NotifyNl.Receipts;
using static NotifyNl.Delivery.Gateways.LenientJson;

namespace NotifyNl.Delivery.Gateways;

/// <summary>CM.com's status reports: <c>{"messages":{"msg":{"reference":…,"status":{"code":…,"errorCode":…}}}}</c>, values as strings or numbers.</summary>
/// <remarks>Codes: 0 accepted by the operator, 1 rejected by CM.com, 2 delivered, 3 failed, 4 read (help page of CM.com's Channels app).</remarks>
internal static class CmComReceipts
{
    public static IReadOnlyList<GatewayReceipt>? Read(ReadOnlyMemory<byte> body) => LenientJson.Read<IReadOnlyList<GatewayReceipt>>(
        body,
        root => Property(Property(root, "messages"), "msg") switch
        {
            { ValueKind: JsonValueKind.Object } one => [Receipt(one)],
            { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(Receipt)],
            _ => null,
        });

    private static GatewayReceipt Receipt(JsonElement message)
    {
        var status = Property(message, "status");
        var code = Text(Property(status, "code"));
        var error = Text(Property(status, "errorCode"));
        var (became, reason) = Meaning(code, error);
        var reference = Text(Property(message, "reference"));
        return new GatewayReceipt(
            CmComGateway.GatewayName, Guid.TryParseExact(reference, "N", out var id) ? id : null,
            GatewayReceipt.Storable(error.Length == 0 ? code : $"{code}/{error}", GatewayReceipt.MaxCodeLength), became, reason)
        {
            Reference = GatewayReceipt.Storable(reference, GatewayReceipt.MaxReferenceLength),
        };
    }

    private static (NotificationStatus?, string?) Meaning(string code, string error) => code switch
    {
        "0" => (NotificationStatus.Accepted, null),
        // 23 and 37: on a blacklist or a do-not-call register (seen in third-party code; CM.com's own table is not public).
        "1" or "3" when error is "23" or "37" => (NotificationStatus.PermanentFailure, "gateway-blacklisted"),
        "1" when int.TryParse(error, out var account) && CmComCodes.ConcernsAccount(account) => (NotificationStatus.TechnicalFailure, "gateway-account"),
        "1" => (NotificationStatus.PermanentFailure, "gateway-rejected"),
        "2" or "4" => (NotificationStatus.Delivered, null),
        "3" => (NotificationStatus.TemporaryFailure, "telephone-unreachable"),
        _ => (null, null),
    };
}
