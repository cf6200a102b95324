using System.Net;
using System.Net.Http.Headers;

namespace NotifyNl.Delivery.Gateways;

/// <summary>One call to a gateway over HTTP: what went wrong before the body was begun provably left nothing; after that only a readable answer tells.</summary>
public sealed class GatewayHttp(IHttpClientFactory clients, TimeProvider clock)
{
    public const string ClientName = "gateways";

    /// <summary>100 answers of CM.com are 20 KB; what is larger is not one.</summary>
    internal const int MaxAnswerBytes = 1 << 20;

    public async Task<GatewayAnswer> CallAsync(
        HttpRequestMessage request, OnceBody body, TimeSpan timeout, IReadOnlyList<OutgoingSms> messages, Func<GatewayReply, GatewayAnswer> read, CancellationToken cancel)
    {
        request.Content = body;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return read(new GatewayReply(response.StatusCode, RetryAfter(response.Headers), await ReadAsync(response.Content, limit.Token)));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            var trouble = new GatewayTrouble(e is HttpRequestException http ? $"{http.HttpRequestError}" : e.GetType().Name);
            return body.Begun
                ? GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-no-answer", trouble)
                : GatewayAnswer.ForAll(messages, OutcomeKind.Deferred, "gateway-unreachable", trouble);
        }
    }

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

public readonly record struct GatewayReply(HttpStatusCode Status, TimeSpan? RetryAfter, ReadOnlyMemory<byte> Body);
