using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NotifyNl.Data;
using NotifyNl.Sending;
using Npgsql;

namespace NotifyNl.Usage;

/// <summary>
/// How many messages a service may send by API in a day, in Europe/Amsterdam. What is given out stands in the database; a node reserves blocks, smaller as the
/// limit comes near, and brings back what it does not need. All nodes together never give more than the limit.
/// </summary>
public sealed class DayLimiter([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, TimeProvider clock) : BackgroundService
{
    private const int LargestBlock = 500;

    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(5);

    // At least what is asked, or nothing; beyond that no more than a fiftieth of what is left.
    private const string TakeSql = """
        with made as (insert into day_allowances (service_id, day, kind, taken) values ($1, $2, $3, 0) on conflict do nothing),
        old as (select taken from day_allowances where service_id = $1 and day = $2 and kind = $3 for update),
        block as (select case when $4 - taken < $5 then 0 else greatest($5, least($6, ($4 - taken) / 50)) end as size from old)
        update day_allowances d set taken = d.taken + size from block where service_id = $1 and day = $2 and kind = $3
        returning size
        """;

    private const string ReturnSql = "update day_allowances set taken = greatest(0, taken - $4) where service_id = $1 and day = $2 and kind = $3";

    private readonly ConcurrentDictionary<(Guid Service, DateOnly Day, DayLimit Kind), Block> blocks = new();

    /// <returns>Where the messages were booked, to bring back those that are not sent after all; null when the limit does not hold so many more.</returns>
    public async ValueTask<DayBooking?> TakeAsync(Guid serviceId, DayLimit kind, int limit, int messages, CancellationToken cancel)
    {
        var day = DutchTime.Day(clock.GetUtcNow());
        var block = blocks.GetOrAdd((serviceId, day, kind), _ => new Block());
        if (block.TryTake(messages, clock))
            return new DayBooking(this, serviceId, day, kind, messages);

        await block.Gate.WaitAsync(cancel);
        try
        {
            if (!block.TryTake(messages, clock))
            {
                block.Add(await FetchAsync(serviceId, day, kind, limit, messages, block.Appetite(), cancel));
                if (!block.TryTake(messages, clock))
                    return null;
            }

            return new DayBooking(this, serviceId, day, kind, messages);
        }
        finally
        {
            block.Gate.Release();
        }
    }

    internal void Return(Guid serviceId, DateOnly day, DayLimit kind, int messages) => blocks.GetOrAdd((serviceId, day, kind), _ => new Block()).Add(messages);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(IdleAfter, clock);
        while (await Next())
            await BringBackAsync(onlyIdle: true);

        async Task<bool> Next()
        {
            try
            {
                return await tick.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await BringBackAsync(onlyIdle: false);
    }

    internal async Task BringBackAsync(bool onlyIdle)
    {
        foreach (var (key, block) in blocks)
        {
            if (onlyIdle && !block.IsIdle(clock))
                continue;
            if (block.Empty() is > 0 and var held)
            {
                try
                {
                    await using var give = database.CreateCommand(ReturnSql);
                    Add(give, key.Service, key.Day, (short)key.Kind, held);
                    await give.ExecuteNonQueryAsync();
                }
                catch (NpgsqlException)
                {
                    block.Add(held); // the database is away: at the next tick
                }
            }
            else if (key.Day < DutchTime.Day(clock.GetUtcNow()))
            {
                blocks.TryRemove(key, out _);
            }
        }
    }

    private async Task<int> FetchAsync(Guid serviceId, DateOnly day, DayLimit kind, int limit, int messages, int appetite, CancellationToken cancel)
    {
        // The first statement of a day makes the row, which it cannot see itself.
        for (var tries = 0; ; tries++)
        {
            await using var take = database.CreateCommand(TakeSql);
            Add(take, serviceId, day, (short)kind, limit, messages, appetite);
            if (await take.ExecuteScalarAsync(cancel) is int size)
                return size;
            if (tries > 2)
                throw new InvalidOperationException("The row of a daily limit does not stay.");
        }
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    /// <summary>What this node holds of one limit.</summary>
    private sealed class Block
    {
        private readonly Lock door = new();
        private int held;
        private int appetite = 1;
        private long usedAt;

        public SemaphoreSlim Gate { get; } = new(1);

        public bool TryTake(int messages, TimeProvider clock)
        {
            lock (door)
            {
                if (held < messages)
                    return false;
                held -= messages;
                usedAt = clock.GetTimestamp();
                return true;
            }
        }

        public int Appetite()
        {
            lock (door)
                return appetite = Math.Min(appetite * 2, LargestBlock);
        }

        public void Add(int messages)
        {
            lock (door)
                held += messages;
        }

        public bool IsIdle(TimeProvider clock)
        {
            lock (door)
                return clock.GetElapsedTime(usedAt) >= IdleAfter;
        }

        public int Empty()
        {
            lock (door)
            {
                appetite = 1;
                return Interlocked.Exchange(ref held, 0);
            }
        }
    }
}

/// <summary>Messages that count towards a day's limit already.</summary>
public sealed record DayBooking(DayLimiter Limiter, Guid ServiceId, DateOnly Day, DayLimit Kind, int Messages)
{
    /// <summary>They are not sent after all.</summary>
    public void Return(int? messages = null) => Limiter.Return(ServiceId, Day, Kind, messages ?? Messages);
}
