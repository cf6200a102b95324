using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace NotifyNl.Web;

/// <summary>
/// Setting <c>Proxy:KnownNetworks</c>: only what comes from these networks may say for whom it asks (X-Forwarded-For) and whether that was by https (X-Forwarded-Proto).
/// </summary>
public static class Proxies
{
    private const string Key = "Proxy:KnownNetworks";

    public static IServiceCollection AddKnownProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var networks = Networks(configuration);
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
                options.KnownIPNetworks.Add(network);
            // Without any network the framework would believe everybody.
            options.ForwardedHeaders = networks.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            options.ForwardLimit = null; // as many proxies as stand in the known networks
        });
    }

    /// <summary>With commas between them, or as a list.</summary>
    private static List<IPNetwork> Networks(IConfiguration configuration)
    {
        var section = configuration.GetSection(Key);
        var texts = section.GetChildren().Select(child => child.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
        return [.. texts.Select(text => IPNetwork.TryParse(text, out var network)
            ? network
            : throw new InvalidOperationException($"{Key} names '{text}', which is no network; write its first address and the length of its prefix, for example 10.0.0.0/24 or 10.0.0.5/32."))];
    }
}
