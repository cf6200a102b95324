using NotifyNl.Receipts;

namespace NotifyNl.Delivery.Gateways;

/// <summary>What the codes of gateways mean to a message. Data with its source: <c>codes.tsv</c>.</summary>
internal static class GatewayCodes
{
    private static readonly Dictionary<(GatewayKind, bool Receipt, string Code), (string Becomes, string? Reason)> Table = Load();

    /// <summary>The words of the table for an error of a call: <c>account</c>, <c>call</c>, <c>refused</c>, <c>failed</c> or <c>deferred</c>; null where it does not know the code.</summary>
    public static (string Becomes, string? Reason)? Find(GatewayKind kind, string code) => Table.TryGetValue((kind, false, code), out var found) ? found : null;

    public static Outcome Submit(Guid id, GatewayKind kind, string code) => Find(kind, code) switch
    {
        ("account", var reason) => new(id, OutcomeKind.Deferred, reason),
        ("deferred", var reason) => new(id, OutcomeKind.Deferred, reason),
        ("refused", var reason) => new(id, OutcomeKind.Refused, reason),
        (_, var reason) => new(id, OutcomeKind.Failed, reason),
        null => new(id, OutcomeKind.Failed, "gateway-other"),
    };

    /// <param name="code">With the reason's code behind a slash, where there is one; a code without its reason in the table is judged by itself.</param>
    public static GatewayReceipt Receipt(string gateway, GatewayKind kind, string reference, string code)
    {
        var (becomes, reason) = Table.TryGetValue((kind, true, code), out var exact) ? exact : Table.GetValueOrDefault((kind, true, code.Split('/')[0]), ("", null));
        NotificationStatus? status = becomes switch
        {
            "accepted" => NotificationStatus.Accepted,
            "delivered" => NotificationStatus.Delivered,
            "temporary" => NotificationStatus.TemporaryFailure,
            "permanent" => NotificationStatus.PermanentFailure,
            "technical" => NotificationStatus.TechnicalFailure,
            _ => null, // an unknown code says nothing: it is kept, and the message waits on
        };
        return new GatewayReceipt(
            gateway, Guid.TryParseExact(reference, "N", out var id) ? id : null, GatewayReceipt.Storable(code, GatewayReceipt.MaxCodeLength), status, reason)
        {
            Reference = GatewayReceipt.Storable(reference, GatewayReceipt.MaxReferenceLength),
        };
    }

    private static Dictionary<(GatewayKind, bool, string), (string, string?)> Load()
    {
        using var stream = typeof(GatewayCodes).Assembly.GetManifestResourceStream("NotifyNl.Delivery.Gateways.codes.tsv")!;
        using var reader = new StreamReader(stream);
        var table = new Dictionary<(GatewayKind, bool, string), (string, string?)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cells = line.Split('\t');
            table.Add((Enum.Parse<GatewayKind>(cells[0]), cells[1] == "receipt", cells[2]), (cells[3], cells[4].Length == 0 ? null : cells[4]));
        }

        return table;
    }
}
