using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <summary>One call under /v2, its caller proven.</summary>
/// <param name="Route">The parts of the address that the route leaves open, in order.</param>
internal sealed record V2Call(HttpContext Http, Caller Caller, string[] Route)
{
    /// <summary>What a single message and everything else but a list may hold.</summary>
    public const int MaxBody = 1 << 20;

    private static readonly Refusal NoJson = Refusal.BadRequest("Invalid JSON supplied in POST data");

    public Guid ServiceId => Caller.ServiceId;

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>The parsed body, whatever its Content-Type says.</summary>
    /// <param name="optional">An empty body is no mistake.</param>
    public async ValueTask<(object? Value, byte[] Raw, Refusal? Refusal)> ReadAsync(bool optional = false, int maxBody = MaxBody)
    {
        var (raw, refusal) = await ReadBytesAsync(maxBody);
        if (refusal is not null)
            return (null, [], refusal);
        if (optional && raw.Length == 0)
            return (null, raw, null);
        return WireJson.TryRead(new ReadOnlySequence<byte>(raw), out var value) ? (value, raw, null) : (null, raw, NoJson);
    }

    private async ValueTask<(byte[] Raw, Refusal? Refusal)> ReadBytesAsync(int maxBody)
    {
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Math.Max(16 << 20, 2 * maxBody);
        var reader = Http.Request.BodyReader;
        var tooLarge = false;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(Cancel);
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return ([], TooLarge(maxBody));
            }
            catch (BadHttpRequestException e)
            {
                // Too slow, or broken off: the web server has its own patience.
                return ([], new Refusal(e.StatusCode, "BadRequestError", ["The request body did not arrive in time"]));
            }

            // Read to its end and thrown away, so that the caller gets a sentence and not a broken connection; within reason.
            tooLarge |= read.Buffer.Length > maxBody;
            if (tooLarge)
            {
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return ([], TooLarge(maxBody));
                continue;
            }

            if (read.IsCompleted)
            {
                var raw = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (raw, null);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Refusal TooLarge(int maxBody) => new(413, "RequestEntityTooLarge", [$"Request body must not be larger than {maxBody >> 20} MiB"]);
}
