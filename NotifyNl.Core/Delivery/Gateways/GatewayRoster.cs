using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace NotifyNl.Delivery.Gateways;

/// <summary>The gateways that are configured. Their names are those of the configuration in small letters.</summary>
public sealed class GatewayRoster
{
    public GatewayRoster(IOptions<GatewaysOptions> options, GatewayHttp http) =>
        All = [.. options.Value.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => new Entry(Make(pair.Key.ToLowerInvariant(), pair.Value, http), pair.Value))];

    public IReadOnlyList<Entry> All { get; }

    /// <summary>The gateway that may tell us something at an address with this secret; takes as long for a wrong one as for the right one.</summary>
    public ISmsGateway? Admit(string name, string secret, IPAddress? from)
    {
        var entry = All.FirstOrDefault(e => e.Gateway.Name == name);
        return entry is not null && IsSame(secret, entry.Options.ReceiptSecret) && entry.MayComeFrom(from) ? entry.Gateway : null;
    }

    private static ISmsGateway Make(string name, GatewayOptions options, GatewayHttp http) => options.Kind switch
    {
        GatewayKind.CmCom => new CmComGateway(name, options, http),
        GatewayKind.Spryng => new SpryngGateway(name, options, http),
        _ => new KannelGateway(name, options, http),
    };

    private static bool IsSame(string secret, string ours) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(ours)));

    public sealed record Entry(ISmsGateway Gateway, GatewayOptions Options)
    {
        private readonly IPNetwork[] networks = [.. GatewayOptions.Split(Options.ReceiptNetworks).Select(IPNetwork.Parse)];

        public bool MayComeFrom(IPAddress? address)
        {
            if (networks.Length == 0)
                return true;
            var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
            return plain is not null && Array.Exists(networks, network => network.Contains(plain));
        }
    }
}
