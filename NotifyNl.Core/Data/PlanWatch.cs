using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NotifyNl.Data;

/// <summary>
/// Keeps the hot path from working with plans of when the table was small. PostgreSQL plans a prepared statement once and for all; planned over a few rows it reads every row,
/// and does so still while the first batch of a hundred thousand comes in, until autovacuum looks at the table: those batches took half as long again. So while the table
/// is small a connection plans each time anew, at a fifth of PostgreSQL's work; and when it has grown, or shrunk, all connections are opened afresh.
/// </summary>
public sealed class PlanWatch([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, ILogger<PlanWatch> logger) : BackgroundService
{
    // Some 70,000 messages: planned over so many, a set is found by its ids.
    private const string IsLargeSql = "coalesce(pg_relation_size(to_regclass('notifications')), 0) >= 64 * 1024 * 1024";

    /// <summary>What a connection begins with.</summary>
    internal const string SessionSql = $"select set_config('plan_cache_mode', case when {IsLargeSql} then 'auto' else 'force_custom_plan' end, false)";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // As if it had been small before the first look: connections may have been opened while it grew.
    private bool wasLarge;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Pause);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogDebug("The size of the table could not be read ({Failure})", e.GetType().Name); // those who need it say more
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select " + IsLargeSql);
        var isLarge = (bool)(await command.ExecuteScalarAsync(cancel))!;
        if (isLarge == wasLarge)
            return;
        database.Clear();
        wasLarge = isLarge;
    }
}
