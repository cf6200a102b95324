using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using NotifyNl.Delivery;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Observability;

namespace NotifyNl.Tests.Observability;

/// <summary>The figures for Prometheus, and that dashboard and alarms ask for figures that exist.</summary>
public sealed partial class MetricsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Figures_OfANodeThatSends_AreThoseOfTheDashboardAndTheAlarms()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres, settings: [("Observability:MetricsNetworks", "127.0.0.0/8"), ("Gateways:Spryng:Weight", "100")]);
        var batch = await given.QueuedBatchAsync(300, Lane.Bulk);
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); await given.CountAsync(batch, NotificationStatus.Delivered) < 300; await Task.Delay(25))
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30));
        await given.QueuedBatchAsync(0, Lane.Bulk);
        using var http = new HttpClient();

        var figures = await http.GetStringAsync($"{node.Address}/metrics");

        var asked = new[] { "grafana-dashboard.json", "alerts.yaml" }
            .SelectMany(file => Names().Matches(File.ReadAllText(Path.Combine(RunningPortal.Root, "deploy", "observability", file))).Select(m => m.Value)).ToHashSet();
        Assert.Contains("notify_gateway_messages_total", asked);
        // These have no value while nothing waits; the names of the others are made in the same way.
        asked.ExceptWith(["notify_queue_messages", "notify_queue_age_seconds"]);
        Assert.All(asked, name => Assert.Contains("\n" + name, figures, StringComparison.Ordinal));
        Assert.DoesNotContain("+316", figures, StringComparison.Ordinal);
        Assert.DoesNotContain(NodeOfWorker.Secret, figures, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.0/24", null)]
    [InlineData("127.0.0.0/8", "203.0.113.9")] // through a proxy that we do not know
    public async Task Figures_ForAStranger_AreNotFound(string networks, string? forwardedFor)
    {
        await using var node = await NodeOfWorker.StartAsync(postgres, slotsRun: false, settings: [("Observability:MetricsNetworks", networks)]);
        using var http = new HttpClient();
        if (forwardedFor is not null)
            http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{node.Address}/metrics")).StatusCode);
    }

    [Theory]
    [InlineData("Observability:MetricsNetworks", "overal")]
    [InlineData("Observability:OtlpEndpoint", "collector")]
    public void Setting_ThatIsNone_StopsTheStart(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();

        Assert.Contains(key, Assert.Throws<InvalidOperationException>(() => TelemetryOptions.Read(configuration)).Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("notify_[a-z_]+")]
    private static partial Regex Names();
}
