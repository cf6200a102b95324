using System.Net;
using System.Net.Sockets;

namespace NotifyNl.Callbacks;

/// <summary>Tells the addresses of the public internet from those that lead into our own house.</summary>
/// <remarks>Source: the special-purpose address registries of IANA (RFC 6890 and its updates).</remarks>
internal static class PublicInternet
{
    private static readonly IPNetwork[] SpecialV4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>All that is handed out; loopback, local, multicast and the translations of IPv4 lie outside.</summary>
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Teredo, 6to4 and their kind hold an IPv4 address that nobody checked.
    private static readonly IPNetwork[] SpecialV6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(n => IPNetwork.Parse(n))];

    public static bool Has(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !SpecialV4.Any(n => n.Contains(address))
            : GlobalV6.Contains(address) && !SpecialV6.Any(n => n.Contains(address));
    }
}
