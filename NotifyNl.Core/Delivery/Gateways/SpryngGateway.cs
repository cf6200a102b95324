using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using NotifyNl.Inbound;
using NotifyNl.Receipts;
using NotifyNl.Templates;
using static NotifyNl.Delivery.Gateways.LenientJson;

namespace NotifyNl.Delivery.Gateways;

/// <summary>Spryng's REST API v1: one message a call. Source: docs.spryngsms.com and Spryng's own SDKs; its answers to errors are not published.</summary>
public sealed class SpryngGateway(string name, GatewayOptions options, GatewayHttp http) : ISmsGateway
{
    private readonly Uri messages = new($"{options.Url!.AbsoluteUri.TrimEnd('/')}/messages");
    private readonly AuthenticationHeaderValue key = new("Bearer", options.ApiKey);

    public string Name => name;

    public int MessagesPerCall => 1;

    public async Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel)
    {
        using var body = new OnceBody(Write(messages[0]), "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, this.messages);
        request.Headers.Authorization = key;
        request.Headers.Accept.ParseAdd("application/json");
        return await http.CallAsync(request, body, options.Timeout, messages, reply => Read(reply, messages), cancel);
    }

    public IReadOnlyList<GatewayReceipt>? ReadReceipts(GatewayNotice notice)
    {
        var (status, reason) = (notice["STATUS"], notice["REASONCODE"]);
        return status.Length == 0 ? null : [GatewayCodes.Receipt(name, GatewayKind.Spryng, notice["REFERENCE"], reason is "" or "0" ? status : $"{status}/{reason}")];
    }

    /// <summary>Spryng does not publish the form of incoming texts; this takes a form or JSON under the names of its own API.</summary>
    public GatewayText? ReadText(GatewayNotice notice)
    {
        if (notice["originator"].Length > 0)
            return Text(notice["id"], notice["originator"], notice["recipient"] is { Length: > 0 } to ? to : notice["destination"], notice["body"]);
        return LenientJson.Read(notice.Body, root => Text(
            LenientJson.Text(Property(root, "id")), LenientJson.Text(Property(root, "originator")),
            LenientJson.Text(Property(root, "recipient") ?? Property(root, "destination")), LenientJson.Text(Property(root, "body"))));
    }

    private GatewayText? Text(string id, string from, string to, string text) => from.Length == 0 || to.Length == 0 ? null : new GatewayText(name, id, from, to, text);

    private static ReadOnlyMemory<byte> Write(OutgoingSms message)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("originator", message.Sender);
        json.WriteStartArray("recipients");
        json.WriteStringValue(message.Number.TrimStart('+'));
        json.WriteEndArray();
        json.WriteString("body", message.Text);
        json.WriteString("reference", message.Reference);
        json.WriteString("route", "business");
        json.WriteString("encoding", message.Encoding == SmsEncoding.Gsm7 ? "plain" : "unicode"); // said, not left to their guess: it is what we counted
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static GatewayAnswer Read(GatewayReply reply, IReadOnlyList<OutgoingSms> messages) => (int)reply.Status switch
    {
        200 => LenientJson.Read(reply.Body, root => LenientJson.Text(Property(root, "id")) is { Length: > 0 } ? new GatewayAnswer([new Outcome(messages[0].Id, OutcomeKind.Accepted)]) : null)
            ?? GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-unreadable", new GatewayTrouble("an answer that cannot be read")),
        422 => new GatewayAnswer([GatewayCodes.Submit(messages[0].Id, GatewayKind.Spryng, Field(reply.Body))]),
        400 or 413 => new GatewayAnswer([new Outcome(messages[0].Id, OutcomeKind.Failed, "gateway-malformed")]),
        _ => GatewayAnswer.ForStatus(messages, reply),
    };

    /// <summary>The field that was refused, as the framework that Spryng uses names it: <c>{"errors":{"recipients":[…]}}</c>.</summary>
    private static string Field(ReadOnlyMemory<byte> body) =>
        LenientJson.Read(body, root => Property(root, "errors") is { ValueKind: JsonValueKind.Object } errors ? errors.EnumerateObject().Select(e => e.Name.Split('.')[0]).FirstOrDefault() : null) ?? "";
}
