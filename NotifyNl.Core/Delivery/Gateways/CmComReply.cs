using System.Net;
using System.Text.Json;

namespace NotifyNl.Delivery.Gateways;

/// <summary>Reads what CM.com answered. What cannot be read proves nothing, so its messages are unknown.</summary>
internal static class CmComReply
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 16 };

    public static GatewayAnswer Read(HttpStatusCode http, TimeSpan? retryAfter, ReadOnlyMemory<byte> body, IReadOnlyList<OutgoingSms> messages)
    {
        return (int)http switch
        {
            200 or 400 => ReadBody(http, body, messages),
            413 => Halved(messages),
            _ => GatewayAnswer.ForStatus(messages, new GatewayReply(http, retryAfter, body)),
        };
    }

    private static GatewayAnswer ReadBody(HttpStatusCode http, ReadOnlyMemory<byte> body, IReadOnlyList<OutgoingSms> messages)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Lenient);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && Number(root, "errorCode") is { } code)
                return ReadCode(http, code, root, messages);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or half a surrogate pair in it: judged below, by the status alone.
        }

        return http == HttpStatusCode.BadRequest
            ? Halved(messages)
            : GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-unreadable", new GatewayTrouble("an answer that cannot be read"));
    }

    private static GatewayAnswer ReadCode(HttpStatusCode http, int code, JsonElement root, IReadOnlyList<OutgoingSms> messages)
    {
        if (CmComCodes.ConcernsAccount(code))
            return GatewayAnswer.ForAll(messages, OutcomeKind.Deferred, "gateway-account", new GatewayTrouble($"error code {code}", NeedsPeople: true));
        if (CmComCodes.ConcernsWholeCall(code))
            return Halved(messages);

        var told = Told(root);
        if (told.Count == 0 && http == HttpStatusCode.BadRequest && CmComCodes.ConcernsOneMessage(code))
            return messages.Count > 1 ? GatewayAnswer.SplitIt : new GatewayAnswer([CmComCodes.OutcomeOf(messages[0].Id, code)]);

        var outcomes = messages
            .Select(m => told.GetValueOrDefault(m.Reference) is { } outcome ? outcome with { Id = m.Id } : new Outcome(m.Id, OutcomeKind.Unknown, "gateway-unreadable"))
            .ToArray();
        return new GatewayAnswer(outcomes, TroubleIn(outcomes));
    }

    /// <summary>By reference; the order of the answer is not ours. A message that is told twice in different words is not told at all.</summary>
    private static Dictionary<string, Outcome?> Told(JsonElement root)
    {
        var told = new Dictionary<string, Outcome?>(StringComparer.OrdinalIgnoreCase);
        if (Property(root, "messages") is not { ValueKind: JsonValueKind.Array } list)
            return told;
        foreach (var message in list.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object))
        {
            if (Property(message, "reference") is not { ValueKind: JsonValueKind.String } reference)
                continue;
            var outcome = OutcomeOf(message);
            var key = reference.GetString()!;
            told[key] = told.TryGetValue(key, out var before) && before != outcome ? null : outcome;
        }

        return told;
    }

    private static Outcome? OutcomeOf(JsonElement message)
    {
        var status = Property(message, "status") is { ValueKind: JsonValueKind.String } s ? s.GetString() : null;
        return (status, Number(message, "messageErrorCode")) switch
        {
            ("Accepted", 0 or null) => new Outcome(default, OutcomeKind.Accepted),
            ("Rejected", 0 or null) => new Outcome(default, OutcomeKind.Refused, "gateway-rejected"),
            ("Rejected", { } code) => CmComCodes.OutcomeOf(default, code),
            _ => null,
        };
    }

    private static GatewayTrouble? TroubleIn(Outcome[] outcomes)
    {
        if (outcomes.Any(o => o.Reason == "gateway-account"))
            return new GatewayTrouble("messages refused because of our account", NeedsPeople: true);
        return outcomes.All(o => o.Kind is OutcomeKind.Unknown or OutcomeKind.Deferred) ? new GatewayTrouble("no message was taken") : null;
    }

    private static GatewayAnswer Halved(IReadOnlyList<OutgoingSms> messages) =>
        messages.Count > 1 ? GatewayAnswer.SplitIt : GatewayAnswer.ForAll(messages, OutcomeKind.Failed, "gateway-malformed");

    private static int? Number(JsonElement element, string name) => Property(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        { ValueKind: JsonValueKind.String } text when int.TryParse(text.GetString(), out var value) => value,
        _ => null,
    };

    // CM.com's keys are case-insensitive, and its pages write them both ways.
    private static JsonElement? Property(JsonElement element, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
