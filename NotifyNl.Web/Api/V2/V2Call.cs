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
        byte[] raw = [];
        var refusal = await TakeAsync(maxBody, (bytes, isAll) =>
        {
            if (!isAll)
                return 0;
            raw = bytes.ToArray();
            return bytes.Length;
        });
        return (raw, refusal);
    }

    /// <summary>Gives the body to <paramref name="take"/> as it comes in.</summary>
    /// <param name="take">Is given what has come and was not taken yet, and whether that is all; returns how many bytes it is done with.</param>
    /// <returns>What is wrong with the body as a whole, or null.</returns>
    public async ValueTask<Refusal?> TakeAsync(int maxBody, Func<ReadOnlySequence<byte>, bool, long> take)
    {
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Math.Max(16 << 20, 2 * maxBody);
        var reader = Http.Request.BodyReader;
        var (tooLarge, done, wanted) = (false, 0L, 0);
        while (true)
        {
            ReadResult read;
            try
            {
                // What was not enough is looked at again when there is twice as much: else a slow sender of one long text would keep us reading it over and over.
                read = await reader.ReadAtLeastAsync(wanted, Cancel);
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return TooLarge(maxBody);
            }
            catch (BadHttpRequestException e)
            {
                // Too slow, or broken off: the web server has its own patience.
                return new Refusal(e.StatusCode, "BadRequestError", ["The request body did not arrive in time"]);
            }

            // Read to its end and thrown away, so that the caller gets a sentence and not a broken connection; within reason.
            var (buffer, isAll) = (read.Buffer, read.IsCompleted);
            tooLarge |= done + buffer.Length > maxBody;
            var taken = tooLarge ? buffer.Length : take(buffer, isAll);
            done += taken;
            wanted = tooLarge ? 0 : (int)Math.Min(2 * (buffer.Length - taken), maxBody + 1L - done);
            reader.AdvanceTo(buffer.GetPosition(taken), buffer.End);
            if (isAll)
                return tooLarge ? TooLarge(maxBody) : null;
        }
    }

    private static Refusal TooLarge(int maxBody) => new(413, "RequestEntityTooLarge", [$"Request body must not be larger than {maxBody >> 20} MiB"]);
}
