using System.Net;
using NotifyNl.Delivery;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NotifyNl.Web.Observability;

/// <summary>
/// Figures for Prometheus at <c>/metrics</c>, traces and figures by OTLP. Both are off until they are configured, and then cost what they measure. No number, text or
/// secret is in them: addresses of gateways' receipts bear one, so those requests are not traced.
/// </summary>
internal static class Telemetry
{
    private const string MetricsPath = "/metrics";

    private static readonly string[] Meters = [DeliveryMeter.Name, "Npgsql", "System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options, NodeRoles roles)
    {
        services.AddSingleton<QueueWatch>().AddSingleton<GatewayOutlook>();
        if (!options.IsOn)
            return services;
        if (roles.HasFlag(NodeRoles.Worker))
            services.AddHostedService<DeliveryGauges>();

        var telemetry = services.AddOpenTelemetry().ConfigureResource(r => r.AddService("notify-nl", serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters).AddView(instrument => instrument.Name.StartsWith("notify.", StringComparison.Ordinal) && instrument.Unit == "s"
                ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds }
                : null);
            if (options.MetricsNetworks.Count > 0)
                metrics.AddPrometheusExporter();
            if (options.OtlpEndpoint is { } endpoint)
                metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint);
        });
        if (options.OtlpEndpoint is { } traces)
        {
            telemetry.WithTracing(tracing => tracing.AddSource(DeliveryMeter.Name, "Npgsql")
                .AddAspNetCoreInstrumentation(o => o.Filter = http => !http.Request.Path.StartsWithSegments("/gateways") && !http.Request.Path.StartsWithSegments(MetricsPath))
                .AddOtlpExporter(otlp => otlp.Endpoint = traces));
        }

        return services;
    }

    /// <summary>
    /// Not open to the world: only for the networks that are named. A request that came through a proxy we do not know bears another's address, and is not let in either.
    /// </summary>
    public static void UseMetrics(this WebApplication app, TelemetryOptions options)
    {
        if (options.MetricsNetworks.Count == 0)
            return;
        app.UseOpenTelemetryPrometheusScrapingEndpoint(http =>
            http.Request.Path == MetricsPath && !http.Request.Headers.ContainsKey("X-Forwarded-For") && IsIn(options.MetricsNetworks, http.Connection.RemoteIpAddress));
    }

    private static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && networks.Any(network => network.Contains(plain));
    }
}
