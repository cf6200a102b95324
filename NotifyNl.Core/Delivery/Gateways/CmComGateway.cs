using NotifyNl.Inbound;
using NotifyNl.Receipts;

namespace NotifyNl.Delivery.Gateways;

/// <summary>CM.com business messaging. It knows no idempotency key, so a call whose answer is lost is never repeated.</summary>
public sealed class CmComGateway(string name, GatewayOptions options, GatewayHttp http) : ISmsGateway
{
    public string Name => name;

    public int MessagesPerCall => options.CallSize;

    public async Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel)
    {
        using var body = new OnceBody(CmComMessages.Write(messages, options.Validity), "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url);
        request.Headers.Add("X-CM-PRODUCTTOKEN", options.ProductToken);
        return await http.CallAsync(request, body, options.Timeout, messages, reply => CmComReply.Read(reply.Status, reply.RetryAfter, reply.Body, messages), cancel);
    }

    public IReadOnlyList<GatewayReceipt>? ReadReceipts(GatewayNotice notice) => CmComReceipts.Read(name, notice.Body);

    public GatewayText? ReadText(GatewayNotice notice) => CmComTexts.Read(name, notice.Body);
}
