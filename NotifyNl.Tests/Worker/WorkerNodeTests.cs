using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Delivery;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Worker;
using Quartz;

namespace NotifyNl.Tests.Worker;

/// <summary>A whole node: two schedulers, the listener, HTTP to a gateway and its receipts back.</summary>
public sealed class WorkerNodeTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    /// <summary>Each test begins with an empty queue.</summary>
    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync("delete from claims; delete from message_counts; delete from notifications");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Press_ToReceipt_GoesByItself()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres);
        var batch = await given.PressedBatchAsync(500, Lane.Bulk);
        await postgres.ExecuteAsync("select pg_notify('notify_work', 'batch')");

        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 500);

        Assert.Equal((500, 0), ((int)node.Gateway.Record.Counts().Accepts, node.Gateway.Record.Duplicates().Count));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task NumbersThatPlayAPart_EndAsTheyPlay()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres);
        string[] numbers = ["+31699000001", "+31699000002", "+31699000003", "+31699000004", "+31699000005", "+31699000007", "+31699000008"];
        var batch = await given.PressedBatchAsync(numbers.Length, number: i => numbers[i]);
        await postgres.ExecuteAsync("select pg_notify('notify_work', 'batch')");

        await UntilAsync(() => postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and done_at is not null", batch), 6);

        Assert.Equal(3, await given.CountAsync(batch, NotificationStatus.Delivered)); // 1, 7, 8
        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.PermanentFailure)); // 2, 4
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.TemporaryFailure)); // 3
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Accepted)); // 5
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task F21_ReceiptBeforeTheAnswer_IsNotUndoneByIt()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres, new() { EarlyReceipts = 1, ReceiptDelay = TimeSpan.Zero });
        var batch = await given.QueuedBatchAsync(20);

        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 20);
        await UntilAsync(() => postgres.ReadAsync<long>("select count(*) from claims"), 0);

        Assert.Equal(20, await given.CountAsync(batch, NotificationStatus.Delivered));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task SlotScheduler_Stopped_NothingLeaves()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres, slotsRun: false);
        var slots = (await node.Services.GetRequiredService<ISchedulerFactory>().LookupScheduler(Schedule.Slots))!;
        var batch = await given.QueuedBatchAsync(50, Lane.Urgent);

        await Task.Delay(TimeSpan.FromSeconds(7)); // longer than the net's mesh

        Assert.Equal(0, node.Gateway.Record.Counts().Requests);
        Assert.Equal(50, await given.CountAsync(batch, NotificationStatus.Queued));
        await slots.Start();
        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 50);
    }

    [Fact]
    public async Task Notice_WakesASlotWithoutWaitingForTheNet()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres);
        await Task.Delay(1_500);
        var waits = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var clock = Stopwatch.StartNew();
            var batch = await given.QueuedBatchAsync(1, Lane.Urgent);
            while (node.Gateway.Record.Counts().Accepts <= i && clock.Elapsed < TimeSpan.FromSeconds(10))
                await Task.Delay(5);
            waits.Add(clock.Elapsed.TotalSeconds);
        }

        Assert.InRange(waits.Order().ElementAt(2), 0, 1);
    }

    [Fact]
    public async Task Listener_ConnectionCut_HearsAgain()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres);
        await UntilAsync(ListenersAsync, 1);
        await using (var own = await postgres.WorkerDatabase.OpenConnectionAsync())
        await using (var kill = new Npgsql.NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'", own))
            await kill.ExecuteNonQueryAsync();
        await UntilAsync(ListenersAsync, 0);
        await UntilAsync(ListenersAsync, 1);

        // The node and this test share a pool: one that is dead in it would fail the test's own copy, where a job would run again.
        postgres.WorkerDatabase.Clear();
        var batch = await given.QueuedBatchAsync(1, Lane.Urgent);
        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 1);
    }

    [Fact]
    public async Task TwoNodes_OneQueue_EachMessageOnce()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(3_000, Lane.Bulk);
        await using var one = await NodeOfWorker.StartAsync(postgres, settings: ("Delivery:ClaimSize", "100"));
        await using var two = await NodeOfWorker.StartAsync(postgres, settings: ("Delivery:ClaimSize", "100"));

        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 3_000);

        Assert.Equal(3_000, one.Gateway.Record.Counts().Accepts + two.Gateway.Record.Counts().Accepts);
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Stop_InTheMiddle_EndsWithinTenSecondsAndLeavesNothingUnknown()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(5_000, Lane.Bulk);
        await using var node = await NodeOfWorker.StartAsync(postgres, new() { AnswerDelay = TimeSpan.FromMilliseconds(300), ReceiptDelay = TimeSpan.Zero });
        await UntilAsync(async () => await given.CountAsync(batch, NotificationStatus.Delivered) > 0 ? 1 : 0, 1);

        var clock = Stopwatch.StartNew();
        await node.StopAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(0, await given.CountAsync(batch, NotificationStatus.Submitting) + await given.CountAsync(batch, NotificationStatus.Claimed) + await given.CountAsync(batch, NotificationStatus.Unknown));
        Assert.Equal(node.Gateway.Record.Counts().Accepts, 5_000 - await given.CountAsync(batch, NotificationStatus.Queued));
        Assert.InRange(await given.CountAsync(batch, NotificationStatus.Queued), 1, 4_999);
    }

    [Fact]
    public async Task F11_TooManyRequests_NothingIsLostAndNothingTwice()
    {
        var given = await Given.AsyncIn(postgres);
        await using var node = await NodeOfWorker.StartAsync(postgres, new() { TooManyRequests = 0.5, RetryAfter = TimeSpan.Zero, ReceiptDelay = TimeSpan.Zero }, settings: ("Delivery:LongestRetry", "00:00:01"));
        var batch = await given.QueuedBatchAsync(400);

        await UntilAsync(() => given.CountAsync(batch, NotificationStatus.Delivered), 400, seconds: 60);

        Assert.Equal((400L, 0), (node.Gateway.Record.Counts().Accepts, node.Gateway.Record.Duplicates().Count));
        await given.AssertCountersAreTrueAsync();
    }

    [Theory]
    [InlineData("cm", "een-geheim-van-twintig-tekens", """{"messages":{"msg":{"reference":"x","status":{"code":"2"}}}}""", HttpStatusCode.OK)]
    [InlineData("cm", "een-geheim-van-twintig-teken", """{"messages":{"msg":{"reference":"x","status":{"code":"2"}}}}""", HttpStatusCode.NotFound)]
    [InlineData("anders", "een-geheim-van-twintig-tekens", "{}", HttpStatusCode.NotFound)]
    [InlineData("cm", "een-geheim-van-twintig-tekens", "geen json", HttpStatusCode.BadRequest)]
    public async Task F22_Receipt_AtItsAddress_IsAnsweredAndItsSecretStandsInNoLog(string gateway, string secret, string body, HttpStatusCode status)
    {
        var log = new KeptLog();
        await using var node = await NodeOfWorker.StartAsync(postgres, slotsRun: false, log: log);
        using var http = new HttpClient();

        var answer = await http.PostAsync($"{node.Address}/gateways/{gateway}/receipts/{secret}", new StringContent(body));

        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain(secret, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_TooLarge_IsRefused()
    {
        await using var node = await NodeOfWorker.StartAsync(postgres, slotsRun: false);
        using var http = new HttpClient();

        var answer = await http.PostAsync($"{node.Address}/gateways/cm/receipts/{NodeOfWorker.Secret}", new ByteArrayContent(new byte[(1 << 20) + 1]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private Task<long> ListenersAsync() => postgres.CountConnectionsAsync("query like 'listen%'");

    private static async Task UntilAsync(Func<Task<long>> count, long expected, int seconds = 30)
    {
        var clock = Stopwatch.StartNew();
        long last;
        while ((last = await count()) != expected)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"Waited {seconds} s for {expected}; it is {last}.");
            await Task.Delay(25);
        }
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = [];

        public string Text => string.Join('\n', lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
