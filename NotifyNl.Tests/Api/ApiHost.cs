using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Malware;
using NotifyNl.Receipts;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Api.V2;

namespace NotifyNl.Tests.Api;

/// <summary>The API on a real socket, with real PostgreSQL and the logins it runs with. No slots: what is stored stays in the queue.</summary>
public sealed class ApiHost(PostgresServer servers) : IAsyncLifetime
{
    private readonly List<WebApplication> nodes = [];

    public PostgresFixture Postgres { get; } = new(servers);

    public string Address => nodes[0].Urls.Single();

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => nodes[0].Services;

    public async ValueTask InitializeAsync()
    {
        await Postgres.InitializeAsync();
        Http = new HttpClient { BaseAddress = new Uri(await StartNodeAsync()) };
    }

    /// <summary>One more node on the same database.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> StartNodeAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(RunLogs.Provider("api", trace: true)));
        builder.Services.AddQuietLogs();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(Given.Seal);
        builder.Services.AddSingleton(new PublicAddress(new Uri("https://notify.example.nl")));
        builder.Services.AddScoped<CurrentService>();
        builder.Services.AddPages(Postgres.Web);
        builder.Services.AddKeyedSingleton(WorkerDatabase.Key, (provider, _) => WorkerDatabase.Open(Postgres.Worker, provider.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddKeyedSingleton(WebDatabase.Key, (provider, _) => WebDatabase.Open(Postgres.Web, provider.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddV2Api();
        builder.Services.AddMalwareScan();
        builder.Services.AddScoped<AuditLog>().AddScoped<BatchStop>().AddScoped<TrialReach>().AddScoped<BatchPress>().AddScoped<UploadStore>().AddScoped<OptOutList>();
        builder.Services.AddSingleton<GatewayTallies>().AddSingleton<ReceiptLedger>().AddHostedService(provider => provider.GetRequiredService<ReceiptLedger>()).AddSingleton<TestOutcomes>();
        var app = builder.Build();
        app.UseV2Api();
        await app.StartAsync();
        nodes.Add(app);
        return app.Urls.Single();
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        foreach (var node in nodes)
        {
            await node.StopAsync();
            await node.DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }
}
