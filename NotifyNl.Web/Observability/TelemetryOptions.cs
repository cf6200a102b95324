using System.Net;

namespace NotifyNl.Web.Observability;

/// <summary>Who may look at figures, and where traces go. Configuration section <c>Observability</c>.</summary>
internal sealed record TelemetryOptions(IReadOnlyList<IPNetwork> MetricsNetworks, Uri? OtlpEndpoint)
{
    private const string Section = "Observability";

    public bool IsOn => MetricsNetworks.Count > 0 || OtlpEndpoint is not null;

    /// <exception cref="InvalidOperationException">A setting is no network, or no address.</exception>
    public static TelemetryOptions Read(IConfiguration configuration)
    {
        var networks = (configuration[$"{Section}:MetricsNetworks"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var endpoint = configuration[$"{Section}:OtlpEndpoint"];
        return new TelemetryOptions(
            [.. networks.Select(text => IPNetwork.TryParse(text, out var network)
                ? network
                : throw new InvalidOperationException($"{Section}:MetricsNetworks names '{text}', which is no network; write its first address and the length of its prefix, for example 10.0.0.0/24."))],
            string.IsNullOrWhiteSpace(endpoint) ? null
                : Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri
                : throw new InvalidOperationException($"{Section}:OtlpEndpoint is '{endpoint}', which is no address; write for example http://collector:4317."));
    }
}
