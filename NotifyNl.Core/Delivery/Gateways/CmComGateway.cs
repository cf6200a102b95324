using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NotifyNl.Inbound;
using NotifyNl.Receipts;

namespace NotifyNl.Delivery.Gateways;

/// <summary>CM.com business messaging. It knows no idempotency key, so a call whose answer is lost is never repeated.</summary>
public sealed class CmComGateway(IHttpClientFactory clients, IOptions<CmComOptions> options, TimeProvider clock) : ISmsGateway
{
    public const string GatewayName = "cm";

    /// <summary>100 answers of CM.com are 20 KB; what is larger is not one.</summary>
    internal const int MaxAnswerBytes = 1 << 20;

    private readonly CmComOptions options = options.Value;

    public string Name => GatewayName;

    public int MessagesPerCall => options.MessagesPerCall;

    public async Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel)
    {
        using var body = new OnceBody(CmComMessages.Write(messages, options.Validity), "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = body };
        request.Headers.Add("X-CM-PRODUCTTOKEN", options.ProductToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var response = await clients.CreateClient(GatewayName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return CmComReply.Read(response.StatusCode, RetryAfter(response.Headers), await ReadAsync(response.Content, limit.Token), messages);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            var trouble = new GatewayTrouble(e is HttpRequestException http ? $"{http.HttpRequestError}" : e.GetType().Name);
            return body.Begun
                ? GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-no-answer", trouble)
                : GatewayAnswer.ForAll(messages, OutcomeKind.Deferred, "gateway-unreachable", trouble);
        }
    }

    public bool KnowsSecret(string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(options.ReceiptSecret)));

    public IReadOnlyList<GatewayReceipt>? ReadReceipts(GatewayNotice notice) => CmComReceipts.Read(notice.Body);

    public GatewayText? ReadText(GatewayNotice notice) => CmComTexts.Read(notice.Body);

    /// <returns>The body, or nothing when it is too large to be an answer.</returns>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var read = new MemoryStream();
        var part = new byte[16 << 10];
        int count;
        while ((count = await stream.ReadAsync(part, cancel)) > 0)
        {
            if (read.Length + count > MaxAnswerBytes)
                return default;
            read.Write(part, 0, count);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) =>
        headers.RetryAfter is { } after ? after.Delta ?? after.Date - clock.GetUtcNow() : null;
}
