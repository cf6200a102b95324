using Microsoft.Extensions.Logging;
using Npgsql;

namespace NotifyNl.Data;

/// <summary>The connections of the hot path: their own login, plain Npgsql, statements prepared once.</summary>
public static class WorkerDatabase
{
    /// <summary>The key of its <see cref="NpgsqlDataSource"/>.</summary>
    public const string Key = "worker";

    /// <summary>Where a commit that made work says so; <c>batch</c> for a press, else the lane.</summary>
    public const string WorkChannel = "notify_work";

    // Its statements leave no state behind, so that a connection is as good after them as before: nothing to reset, thousands of times a second.
    public static NpgsqlDataSource Open(string connectionString, ILoggerFactory? logs = null) => new NpgsqlDataSourceBuilder(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2, NoResetOnClose = true, ApplicationName = "notify-worker" }.ConnectionString)
        .UsePhysicalConnectionInitializer(Begin, connection => ExecuteAsync(connection, PlanWatch.SessionSql, CancellationToken.None))
        .UseLoggerFactory(logs).Build();

    /// <summary>From now on the connection hears of work.</summary>
    public static Task ListenAsync(NpgsqlConnection connection, CancellationToken cancel) => ExecuteAsync(connection, $"listen {WorkChannel}", cancel);

    /// <summary>Finds out whether anybody is still at the other end.</summary>
    public static Task ProbeAsync(NpgsqlConnection connection, CancellationToken cancel) => ExecuteAsync(connection, "select 1", cancel);

    private static void Begin(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(PlanWatch.SessionSql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// Runs a statement again when PostgreSQL broke it off to end a deadlock. Sets are written in order of id, so that this is rare; the order of a plan is no promise.
    /// </summary>
    internal static async Task<T> OutOfDeadlockAsync<T>(Func<Task<T>> statement)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await statement();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && tries < 5)
            {
                await Task.Delay(Random.Shared.Next(5, 50));
            }
        }
    }
}
