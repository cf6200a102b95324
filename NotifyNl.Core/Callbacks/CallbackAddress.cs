using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace NotifyNl.Callbacks;

/// <summary>
/// Which addresses a service may have us call. Judged when it is filled in, for a clear sentence; and at every connection, on the address that is then connected to:
/// a name that leads elsewhere the second time leads nowhere.
/// </summary>
public sealed class CallbackAddress
{
    public const int MaxLength = 1_000;

    private const string Field = "Url";

    // Elsewhere stand databases and mail servers.
    private static readonly int[] Ports = [443, 8443];

    private readonly IPNetwork[] allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;

    public CallbackAddress(IOptions<CallbackOptions> options)
        : this(options, Dns.GetHostAddressesAsync)
    {
    }

    internal CallbackAddress(IOptions<CallbackOptions> options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        allowed = [.. options.Value.AllowedNetworks.Select(n => IPNetwork.Parse(n))];
        this.resolve = resolve;
    }

    /// <returns>The address, or what is wrong with it.</returns>
    public async Task<Result<Uri>> CheckAsync(string text, CancellationToken cancel)
    {
        text = text.Trim();
        if (text.Length == 0)
            return new Problem("callback-url-missing", Field);
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return new Problem("callback-url-invalid", Field);
        if (url.Scheme != Uri.UriSchemeHttps)
            return new Problem("callback-url-https", Field);
        if (url.UserInfo.Length > 0)
            return new Problem("callback-url-user", Field);
        if (url.Fragment.Length > 0)
            return new Problem("callback-url-invalid", Field);
        if (!Ports.Contains(url.Port) && allowed.Length == 0)
            return new Problem("callback-url-port", Field);
        try
        {
            if (!(await ResolveAsync(url.IdnHost, cancel)).All(a => Permits(a, url.Port)))
                return new Problem("callback-url-private", Field);
        }
        catch (SocketException)
        {
            // A name that does not exist yet may exist tomorrow; the connection decides.
        }

        return url;
    }

    /// <exception cref="CallbackAddressException">The name leads to an address that may not be called.</exception>
    internal async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancel)
    {
        var addresses = await ResolveAsync(target.Host, cancel);

        // One forbidden address among public ones is no accident.
        if (!addresses.All(a => Permits(a, target.Port)))
            throw new CallbackAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        // The resolver knows no address that means "any", and not every resolver knows a name that ends with a dot.
        var name = host.Trim('[', ']').TrimEnd('.');
        return IPAddress.TryParse(name, out var literal) ? Task.FromResult(new[] { literal }) : resolve(name, cancel);
    }

    private bool Permits(IPAddress address, int port)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return allowed.Any(n => n.Contains(address)) || (PublicInternet.Has(address) && Ports.Contains(port));
    }
}

/// <summary>A connection that was not made, because its address may not be called.</summary>
public sealed class CallbackAddressException() : Exception("The name leads to an address that may not be called.");
