using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace NotifyNl.Callbacks;

/// <summary>One call to a receiver. Follows nobody, reads no body, and waits no longer than it must.</summary>
public sealed class CallbackClient(IHttpClientFactory clients, IOptions<CallbackOptions> options, TimeProvider clock)
{
    internal const string HttpName = "callbacks";

    public async Task<CallbackAnswer> PostAsync(CallbackReceiver receiver, Guid eventId, CallbackBody body, CancellationToken cancel)
    {
        var (id, now) = (eventId.ToString(), clock.GetUtcNow());
        using var content = new ByteArrayContent(body.Json);
        content.Headers.ContentType = new MediaTypeHeaderValue(body.ContentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {receiver.Token}");
        request.Headers.TryAddWithoutValidation(CallbackSignature.IdHeader, id);
        request.Headers.TryAddWithoutValidation(CallbackSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(CallbackSignature.SignatureHeader, CallbackSignature.Sign(receiver.Secrets, id, now, body.Json));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.Value.Timeout);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            using var response = await clients.CreateClient(HttpName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return Judge(response.StatusCode, Stopwatch.GetElapsedTime(begin));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            var (outcome, result) = Judge(e);
            return new CallbackAnswer(outcome, null, result, Stopwatch.GetElapsedTime(begin));
        }
    }

    /// <summary>The model's rule: what may go better later is repeated, what the receiver refuses is not.</summary>
    private static CallbackAnswer Judge(HttpStatusCode status, TimeSpan duration) => (int)status switch
    {
        >= 200 and < 300 => new(CallbackOutcome.Taken, (int)status, "taken", duration),
        429 => new(CallbackOutcome.Again, (int)status, "too-many-requests", duration),
        >= 500 => new(CallbackOutcome.Again, (int)status, "receiver-failed", duration),
        >= 300 and < 400 => new(CallbackOutcome.Refused, (int)status, "redirected", duration),
        _ => new(CallbackOutcome.Refused, (int)status, "receiver-refused", duration),
    };

    private static (CallbackOutcome Outcome, string Result) Judge(Exception e) => e switch
    {
        OperationCanceledException => (CallbackOutcome.Again, "no-answer-in-time"),
        { InnerException: CallbackAddressException } => (CallbackOutcome.Refused, "address-not-allowed"),
        { InnerException: AuthenticationException } => (CallbackOutcome.Again, "certificate-refused"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound } } =>
            (CallbackOutcome.Again, "name-not-found"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => (CallbackOutcome.Again, "not-reachable"),
        _ => (CallbackOutcome.Again, "connection-broken"),
    };
}
