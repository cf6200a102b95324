extern alias simulator;

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Data;
using NotifyNl.Receipts;
using NotifyNl.Web;
using NotifyNl.Web.Api;
using NotifyNl.Web.Observability;
using NotifyNl.Web.Worker;
using Quartz;
using simulator::NotifyNl.Simulator;
using simulator::NotifyNl.Simulator.Control;
using simulator::NotifyNl.Simulator.Gateways;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>A whole worker node in this process: both schedulers, the listener, the address for receipts, and a stand-in gateway on a real socket.</summary>
internal sealed class NodeOfWorker : IAsyncDisposable
{
    public const string Secret = "een-geheim-van-twintig-tekens";

    private readonly WebApplication app;
    private Task? stop;

    private NodeOfWorker(WebApplication app, SimulatorHost gateway) => (this.app, Gateway) = (app, gateway);

    public SimulatorHost Gateway { get; }

    public IServiceProvider Services => app.Services;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <param name="slotsRun">Whether this node's slot scheduler is started.</param>
    public static async Task<NodeOfWorker> StartAsync(
        PostgresFixture postgres, Behaviour? behaviour = null, bool slotsRun = true, ILoggerProvider? log = null, params (string Key, string Value)[] settings)
    {
        var gateway = await SimulatorHost.StartAsync(new SimulatorOptions { Behaviour = behaviour ?? new Behaviour { ReceiptDelay = TimeSpan.Zero } });
        var port = FreePort();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateways:Cm:Url"] = $"{gateway.Address}/cm/v1.0/message",
            ["Gateways:Cm:ProductToken"] = "5f0ad2c2-0000-0000-0000-000000000000",
            ["Gateways:Cm:ReceiptSecret"] = Secret,
            ["Gateways:Spryng:Url"] = $"{gateway.Address}/spryng/v1",
            ["Gateways:Spryng:ApiKey"] = "a-key",
            ["Gateways:Spryng:ReceiptSecret"] = Secret,
            ["Gateways:Spryng:Weight"] = "0",
            ["Gateways:Kannel:Url"] = $"{gateway.Address}/kannel/cgi-bin/sendsms",
            ["Gateways:Kannel:Username"] = "notify",
            ["Gateways:Kannel:Password"] = "a-password",
            ["Gateways:Kannel:CallbackUrl"] = $"http://127.0.0.1:{port}",
            ["Gateways:Kannel:ReceiptSecret"] = Secret,
            ["Gateways:Kannel:Weight"] = "0",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(RunLogs.Provider("worker", trace: true)));
        if (log is not null)
            builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(Given.Seal);
        builder.Services.AddKeyedSingleton(WorkerDatabase.Key, (provider, _) => WorkerDatabase.Open(postgres.Worker, provider.GetRequiredService<ILoggerFactory>()));
        var telemetry = TelemetryOptions.Read(builder.Configuration);
        builder.Services.AddTelemetry(telemetry, NodeRoles.Worker);
        builder.Services.AddReceipts().AddWorker(builder.Configuration, postgres.Worker);
        builder.Services.Configure<QuartzHostedServiceOptions>(Schedule.Slots, o => o.AutoStart = slotsRun);

        var app = builder.Build();
        app.UseMetrics(telemetry);
        app.MapReceiptsApi();
        await app.StartAsync();
        var node = new NodeOfWorker(app, gateway);
        gateway.Control.Change(behaviour => behaviour with { ReceiptUrl = $"{node.Address}/gateways/cm/receipts/{Secret}" }, GatewayName.Cm);
        gateway.Control.Change(behaviour => behaviour with { ReceiptUrl = $"{node.Address}/gateways/spryng/receipts/{Secret}" }, GatewayName.Spryng);
        return node;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public Task StopAsync() => stop ??= app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
