using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Delivery.Gateways;

/// <summary>
/// The rate of a gateway, one for all nodes: each set of messages reserves its time in PostgreSQL, by the database's clock, before it is begun.
/// A set is at most a quarter of a second of the rate, so this costs four small statements a second, whatever the number of nodes.
/// </summary>
public sealed class GatewayRate([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database)
{
    /// <summary>What went unused for less than this may be made up for.</summary>
    internal static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(250);

    // Urgent messages push in: their time is granted behind what was granted before, and nothing else is granted until they have had it.
    private const string TakeSql = """
        with took as (
          update gateways set free_at = greatest(free_at, now() - $4::interval) + $2::interval where name = $1 and ($3 or free_at <= now())
          returning free_at - $2::interval - now() as wait)
        select true, wait from took
        union all select false, free_at - now() from gateways where name = $1 and not exists (select from took)
        """;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(2);

    /// <summary>Returns when a set that takes so long may go.</summary>
    /// <param name="keep">Asked every few seconds: whether the set is still ours.</param>
    /// <returns>False when it is not.</returns>
    public async Task<bool> WaitAsync(string gateway, TimeSpan length, bool urgent, Func<Task<bool>> keep, CancellationToken cancel)
    {
        var kept = Environment.TickCount64;
        while (true)
        {
            var (granted, wait) = await TakeAsync(gateway, length, urgent, cancel);
            var end = Environment.TickCount64 + (long)wait.TotalMilliseconds;
            do
            {
                if (Environment.TickCount64 - kept > 3_000)
                {
                    if (!await keep())
                        return false;
                    kept = Environment.TickCount64;
                }

                var left = end - Environment.TickCount64;
                if (left > 0)
                    await Task.Delay((int)Math.Min(left, 1_000), cancel);
            }
            while (Environment.TickCount64 < end);
            if (granted)
                return true;
        }
    }

    internal async Task<(bool Granted, TimeSpan Wait)> TakeAsync(string gateway, TimeSpan length, bool urgent, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(TakeSql);
        foreach (var value in new object[] { gateway, length, urgent, Burst })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
            return (false, TimeSpan.FromSeconds(1)); // its row is made within a second
        var (granted, wait) = (reader.GetBoolean(0), reader.GetTimeSpan(1));
        return (granted, wait > TimeSpan.Zero ? wait : granted ? TimeSpan.Zero : ShortestWait);
    }
}
