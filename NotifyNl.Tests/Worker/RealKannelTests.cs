using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NotifyNl.Delivery;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Worker;

/// <summary>A whole node before the real Kannel, with Debian's own programs on both sides of it.</summary>
public sealed partial class RealKannelTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Messages = 1_000;

    [Fact]
    public async Task Batch_ByDebiansKannel_ArrivesOnceWithReportsAndLeavesNoNumberInALog()
    {
        await using var kannel = await Kannel.StartAsync();
        var given = await Given.AsyncIn(postgres);
        var log = new KeptLines();
        await using var node = await NodeOfWorker.StartAsync(
            postgres,
            log: log,
            settings:
            [
                ("Gateways:Cm:Weight", "0"), ("Gateways:Kannel:Weight", "100"), ("Gateways:Kannel:Url", kannel.SendUrl.AbsoluteUri),
                ("Gateways:Kannel:Username", Kannel.Username), ("Gateways:Kannel:Password", Kannel.Password),
            ]);
        var batch = await given.QueuedBatchAsync(Messages, Lane.Bulk);

        for (var clock = Stopwatch.StartNew(); await given.CountAsync(batch, NotificationStatus.Delivered) < Messages; await Task.Delay(50))
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(25), $"Only {await given.CountAsync(batch, NotificationStatus.Delivered)} were delivered by Kannel's own reports.");

        // Kannel reports when it has handed a message over; fakesmsc still writes down what it was handed.
        for (var clock = Stopwatch.StartNew(); kannel.Arrived().Count() < Messages && clock.Elapsed < TimeSpan.FromSeconds(10);)
            await Task.Delay(50);
        var arrived = kannel.Arrived().ToList();
        Assert.Equal(Messages, arrived.Count);
        Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"+316{10_000_000 + i}").Order(), arrived.Select(line => line.Split(' ')[1]).Order());
        Assert.All(arrived, line => Assert.Matches(@"^<Gemeente \+\d+ text Burgerzaken: Beste Ans, uw paspoort ligt klaar\.>", line));
        Assert.Equal((long)Messages, await postgres.ReadAsync<long>("select count(*) from notifications where gateway = 'kannel' and status = 20 and attempts = 1"));
        await given.AssertCountersAreTrueAsync();
        Assert.DoesNotMatch(AnyNumber(), log.Text);
        Assert.DoesNotContain("paspoort", log.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(\+|%2B|00)316\d{8}")]
    private static partial Regex AnyNumber();

    /// <summary>Everything at every level, the addresses of calls too.</summary>
    private sealed class KeptLines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = [];

        public string Text => string.Join('\n', lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
