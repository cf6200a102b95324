using System.Text.Json;
using NotifyNl.Receipts;

namespace NotifyNl.Delivery.Gateways;

/// <summary>CM.com's status reports: <c>{"messages":{"msg":{"reference":…,"status":{"code":…,"errorCode":…}}}}</c>, values as strings or numbers.</summary>
/// <remarks>Codes: 0 accepted by the operator, 1 rejected by CM.com, 2 delivered, 3 failed, 4 read (help page of CM.com's Channels app).</remarks>
internal static class CmComReceipts
{
    public static IReadOnlyList<GatewayReceipt>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return Property(Property(document.RootElement, "messages"), "msg") switch
            {
                { ValueKind: JsonValueKind.Object } one => [Receipt(one)],
                { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(Receipt)],
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half a surrogate pair
        {
            return null;
        }
    }

    private static GatewayReceipt Receipt(JsonElement message)
    {
        var status = Property(message, "status");
        var code = Text(Property(status, "code"));
        var error = Text(Property(status, "errorCode"));
        var (became, reason) = Meaning(code, error);
        return new GatewayReceipt(CmComGateway.GatewayName, Reference(message), Stored(error.Length == 0 ? code : $"{code}/{error}"), became, reason);
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

    private static Guid? Reference(JsonElement message) =>
        Guid.TryParseExact(Text(Property(message, "reference")), "N", out var id) ? id : null;

    // PostgreSQL text holds no U+0000, and our column 60 characters.
    private static string Stored(string code)
    {
        code = code.Replace("\0", "", StringComparison.Ordinal);
        return code.Length <= GatewayReceipt.MaxCodeLength ? code : code[..GatewayReceipt.MaxCodeLength];
    }

    private static string Text(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    private static JsonElement? Property(JsonElement? element, string name)
    {
        if (element is not { ValueKind: JsonValueKind.Object } there)
            return null;
        foreach (var property in there.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
