using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Usage;

/// <param name="Limit">Calls a minute.</param>
/// <param name="Remaining">About how many may come now; exact to what other nodes hold.</param>
/// <param name="Reset">Until the bucket is full again.</param>
public readonly record struct CallTurn(bool Allowed, int Limit, int Remaining, TimeSpan Reset);

/// <summary>
/// How many calls a service may make: a bucket of tokens for each type of key, that fills at the limit's pace. The bucket stands in the database; a node takes
/// blocks out of it, larger the busier it is, so that a call seldom waits for it and all nodes together never give more than the limit.
/// </summary>
public sealed class CallLimiter([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, TimeProvider clock)
{
    private const int LargestBlock = 256;

    /// <summary>A token that was taken out and not used is gone after this: a node that holds many may not give them out of season.</summary>
    private static readonly TimeSpan TokensKeep = TimeSpan.FromSeconds(2);

    // Of what is there, an eighth at most: other nodes come for theirs.
    private const string TakeSql = """
        with old as (
          select least($3, tokens + greatest(0, extract(epoch from clock_timestamp() - at)) * $4) as filled
          from call_allowances where service_id = $1 and key_type = $2 for update),
        taken as (select filled, case when filled < 1 then 0 else greatest(1, least($5, floor(filled / 8))) end as block from old)
        update call_allowances set tokens = filled - block, at = clock_timestamp() from taken where service_id = $1 and key_type = $2
        returning block::int, (filled - block)::float8
        """;

    private const string MakeSql = "insert into call_allowances (service_id, key_type, tokens, at) values ($1, $2, $3, clock_timestamp()) on conflict do nothing";

    private readonly ConcurrentDictionary<(Guid, ApiKeyType), Bucket> buckets = new();

    public async ValueTask<CallTurn> TakeAsync(Guid serviceId, ApiKeyType keyType, int perMinute, CancellationToken cancel)
    {
        var bucket = buckets.GetOrAdd((serviceId, keyType), _ => new Bucket());
        if (bucket.TryTake(clock, out var left))
            return Turn(true, perMinute, left);

        await bucket.Gate.WaitAsync(cancel);
        try
        {
            if (bucket.TryTake(clock, out left))
                return Turn(true, perMinute, left);
            var (block, inTheBucket) = await FetchAsync(serviceId, keyType, perMinute, bucket.Appetite(), cancel);
            bucket.Fill(clock, block, inTheBucket);
            return Turn(bucket.TryTake(clock, out left), perMinute, left);
        }
        finally
        {
            bucket.Gate.Release();
        }
    }

    private async Task<(int Block, int Left)> FetchAsync(Guid serviceId, ApiKeyType keyType, int perMinute, int appetite, CancellationToken cancel)
    {
        var burst = SendLimits.Burst(perMinute);
        while (true)
        {
            await using (var take = database.CreateCommand(TakeSql))
            {
                Add(take, serviceId, (short)keyType, (double)burst, perMinute / 60.0, (double)appetite);
                await using var reader = await take.ExecuteReaderAsync(cancel);
                if (await reader.ReadAsync(cancel))
                    return (reader.GetInt32(0), (int)reader.GetDouble(1));
            }

            await using var make = database.CreateCommand(MakeSql);
            Add(make, serviceId, (short)keyType, (double)burst);
            await make.ExecuteNonQueryAsync(cancel);
        }
    }

    private static CallTurn Turn(bool allowed, int perMinute, int left)
    {
        var missing = SendLimits.Burst(perMinute) - left;
        return new(allowed, perMinute, left, perMinute == 0 ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(Math.Max(0, missing) * 60.0 / perMinute));
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    /// <summary>What this node holds.</summary>
    private sealed class Bucket
    {
        private readonly Lock door = new();
        private int held;
        private int behind;
        private int appetite = 1;
        private long filledAt;

        public SemaphoreSlim Gate { get; } = new(1);

        public bool TryTake(TimeProvider clock, out int left)
        {
            lock (door)
            {
                var taken = held > 0 && clock.GetElapsedTime(filledAt) < TokensKeep;
                if (taken)
                    held--;
                left = behind + (taken ? held : 0);
                return taken;
            }
        }

        /// <summary>A node that used its block up comes for a larger one, a node that let it lie for a smaller.</summary>
        public int Appetite()
        {
            lock (door)
                return appetite = held == 0 ? Math.Min(appetite * 2, LargestBlock) : Math.Max(1, appetite / 2);
        }

        public void Fill(TimeProvider clock, int block, int left)
        {
            lock (door)
                (held, behind, filledAt) = (block, left, clock.GetTimestamp());
        }
    }
}
