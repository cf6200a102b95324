using System.Globalization;
using System.Text;
using NotifyNl.Inbound;
using NotifyNl.Receipts;
using NotifyNl.Templates;

namespace NotifyNl.Delivery.Gateways;

/// <summary>
/// Any operator behind Kannel: its <c>sendsms</c>, one message a call, by POST, so that number and text travel in headers and body, which no log of addresses sees.
/// Source: Kannel 1.4.5 User's Guide, "Using the HTTP interface to smsbox", and gw/smsbox.c.
/// </summary>
public sealed class KannelGateway(string name, GatewayOptions options, GatewayHttp http) : ISmsGateway
{
    /// <summary>Delivered 1, failed 2, buffered 4, with the operator 8, refused 16.</summary>
    private const string AllReports = "31";

    // Kannel fills in the percent signs; the whole is ours, so nothing in it needs escaping.
    private readonly string report = $"{options.CallbackUrl!.AbsoluteUri.TrimEnd('/')}/gateways/{name}/receipts/{options.ReceiptSecret}?status=%d&answer=%A&at=%T&id=";

    public string Name => name;

    public int MessagesPerCall => 1;

    public async Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel)
    {
        var message = messages[0];
        using var body = new OnceBody(Encoding.UTF8.GetBytes(message.Text), "text/plain; charset=UTF-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url);
        Add("Username", options.Username);
        Add("Password", options.Password);
        Add("From", message.Sender);
        Add("To", message.Number);
        Add("Coding", message.Encoding == SmsEncoding.Gsm7 ? "0" : "2");
        Add("Validity", ((int)options.Validity.TotalMinutes).ToString(CultureInfo.InvariantCulture));
        Add("DLR-Mask", AllReports);
        Add("DLR-Url", report + message.Reference);
        if (options.Smsc.Length > 0)
            Add("SMSC", options.Smsc);
        return await http.CallAsync(request, body, options.Timeout, messages, reply => Read(reply, messages), cancel);

        void Add(string field, string value) => request.Headers.TryAddWithoutValidation("X-Kannel-" + field, value);
    }

    public IReadOnlyList<GatewayReceipt>? ReadReceipts(GatewayNotice notice) =>
        notice["status"] is { Length: > 0 } status ? [GatewayCodes.Receipt(name, GatewayKind.Kannel, notice["id"], status)] : null;

    /// <summary>Of an sms-service with <c>get-url = …/gateways/kannel/texts/SECRET?from=%p&amp;to=%P&amp;text=%a&amp;id=%I</c>.</summary>
    public GatewayText? ReadText(GatewayNotice notice) =>
        notice["from"].Length == 0 || notice["to"].Length == 0 ? null : new GatewayText(name, notice["id"], notice["from"], notice["to"], notice["text"]);

    private static GatewayAnswer Read(GatewayReply reply, IReadOnlyList<OutgoingSms> messages)
    {
        var said = Encoding.UTF8.GetString(reply.Body.Span[..Math.Min(reply.Body.Length, 200)]);
        return (int)reply.Status switch
        {
            202 when said.Length > 0 && said[0] is '0' or '3' => new GatewayAnswer([new Outcome(messages[0].Id, OutcomeKind.Accepted)]), // taken, or kept until its operator is back
            200 or 202 => GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-unreadable", new GatewayTrouble("an answer that cannot be read")),
            403 when said.StartsWith("Not routable", StringComparison.Ordinal) => new GatewayAnswer([new Outcome(messages[0].Id, OutcomeKind.Refused, "gateway-number")]),
            400 or 413 => new GatewayAnswer([new Outcome(messages[0].Id, OutcomeKind.Failed, "gateway-malformed")]),
            // Its own word that it took nothing; a proxy's 503 proves nothing.
            503 when said.StartsWith("Temporal failure", StringComparison.Ordinal) => GatewayAnswer.ForAll(messages, OutcomeKind.Deferred, "gateway-busy", new GatewayTrouble("HTTP 503", reply.RetryAfter)),
            _ => GatewayAnswer.ForStatus(messages, reply),
        };
    }
}
