using System.Diagnostics;
using System.Net;
using NotifyNl.Delivery;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Worker;

/// <summary>A whole node with three gateways: to the stand-in in each one's own protocol, and the receipts back.</summary>
public sealed class GatewaysOfANodeTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    /// <summary>Each test begins with an empty queue.</summary>
    public async ValueTask InitializeAsync() =>
        await postgres.ExecuteAsync("delete from claims; delete from message_counts; delete from notifications; delete from gateways; delete from gateway_minutes");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("Spryng")]
    [InlineData("Kannel")]
    public async Task Batch_ByAGatewayThatTakesOneACall_IsDeliveredOnce(string name)
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres, settings: [("Gateways:Cm:Weight", "0"), ($"Gateways:{name}:Weight", "100")]);
        var batch = await given.QueuedBatchAsync(300, Lane.Bulk);

        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 300);

        Assert.Equal((300L, 0), (node.Gateway.Record.Counts().Accepts, node.Gateway.Record.Duplicates().Count));
        Assert.Equal(300L, await postgres.ReadAsync<long>("select count(*) from notifications where gateway = $1", name.ToLowerInvariant()));
        await given.AssertCountersAreTrueAsync();
        await UntilAsync(() => postgres.ReadAsync<long>("select coalesce(sum(receipts_in_time), 0)::bigint from gateway_minutes where accepted = 300"), 300); // F18 to F22 are judged by these
    }

    [Fact]
    public async Task F10_GatewayThatAnswers500_IsLetAloneWithinSecondsAndTheBacklogDrainsAfter()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres, new() { Http500 = 1, ReceiptDelay = TimeSpan.Zero });
        var batch = await given.QueuedBatchAsync(3_000, Lane.Bulk);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.InRange(node.Gateway.Record.Counts().Requests, 1, 30); // without a breaker: hundreds

        node.Gateway.Control.Change(b => b with { Http500 = 0 });
        await UntilAsync(() => postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and status in (11, 20)", batch), 3_000);

        var unknown = await given.CountAsync(batch, NotificationStatus.Unknown);
        Assert.InRange(unknown, 1, 700); // the calls that were under way when it began, and one message a try
        Assert.Equal((3_000 - unknown, 0), (node.Gateway.Record.Counts().Accepts, node.Gateway.Record.Duplicates().Count));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task F22_FloodOfReceiptsForUnknownReferences_IsAnsweredAndKept()
    {
        await using var node = await NodeOfWorker.StartAsync(postgres, slotsRun: false);
        using var http = new HttpClient();
        var times = new System.Collections.Concurrent.ConcurrentBag<double>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancel) =>
        {
            var clock = Stopwatch.StartNew();
            var answer = await http.GetAsync($"{node.Address}/gateways/kannel/receipts/{NodeOfWorker.Secret}?status=1&id=vreemd-{i}", cancel);
            times.Add(clock.Elapsed.TotalMilliseconds);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });

        Assert.Equal(2_000L, await postgres.ReadAsync<long>("select count(*) from receipts where reference like 'vreemd-%' and notification_id is null"));
        Assert.InRange(times.Order().ElementAt(1_900), 0, 1_000);
        await postgres.ExecuteAsync("delete from receipts");
    }

    [Fact]
    public async Task Rate_OfAGateway_IsKept()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres, settings: [("Gateways:Cm:MessagesPerSecond", "100")]);
        var clock = Stopwatch.StartNew();
        var batch = await given.QueuedBatchAsync(300, Lane.Bulk);

        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 300);

        Assert.InRange(clock.Elapsed.TotalSeconds, 2.4, 10);
    }

    [Theory]
    [InlineData("127.0.0.0/8", HttpStatusCode.OK)]
    [InlineData("185.60.12.0/24, ::1/128", HttpStatusCode.NotFound)]
    public async Task Receipt_FromANetwork_IsLetInOrNot(string networks, HttpStatusCode status)
    {
        await using var node = await NodeOfWorker.StartAsync(postgres, slotsRun: false, settings: [("Gateways:Spryng:ReceiptNetworks", networks)]);
        using var http = new HttpClient();

        var answer = await http.GetAsync($"{node.Address}/gateways/spryng/receipts/{NodeOfWorker.Secret}?STATUS=10&REFERENCE=nooit-gehoord");

        Assert.Equal(status, answer.StatusCode);
        var kept = await postgres.ReadAsync<long>("select count(*) from receipts where notification_id is null and reference = 'nooit-gehoord'");
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, kept); // F22: an unknown reference is kept for a look
        await postgres.ExecuteAsync("delete from receipts");
    }

    private static async Task UntilAsync(Func<Task<long>> count, long expected)
    {
        var clock = Stopwatch.StartNew();
        long last;
        while ((last = await count()) != expected)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Waited 30 s for {expected}; it is {last}.");
            await Task.Delay(25);
        }
    }
}
