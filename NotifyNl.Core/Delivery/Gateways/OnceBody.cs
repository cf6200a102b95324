using System.Net;
using System.Net.Http.Headers;

namespace NotifyNl.Delivery.Gateways;

/// <summary>
/// A request body that remembers whether its writing began. If it did not, whatever went wrong (no address, no connection, bad certificate, reset)
/// the messages in it provably never left. It refuses to be written twice.
/// </summary>
public sealed class OnceBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> body;

    public OnceBody(ReadOnlyMemory<byte> body, string mediaType)
    {
        this.body = body;
        Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
    }

    public bool Begun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Begun)
            throw new InvalidOperationException("A message is never sent twice.");
        Begun = true;
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
