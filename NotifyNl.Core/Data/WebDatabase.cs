using Microsoft.Extensions.Logging;
using Npgsql;

namespace NotifyNl.Data;

/// <summary>
/// The web's login without EF, for reads that source systems ask for thousands of times a second: plain Npgsql, statements prepared once. Row-level security holds
/// as on a page: every statement goes in one round trip with the name of its service, which ends with that trip's transaction.
/// </summary>
public static class WebDatabase
{
    /// <summary>The key of its <see cref="NpgsqlDataSource"/>.</summary>
    public const string Key = "web";

    /// <summary>A read takes a fraction of a millisecond: more would only crowd PostgreSQL.</summary>
    private const int MostConnections = 16;

    // The name of the service is gone when a trip ends, and nothing else is left behind: nothing to reset.
    public static NpgsqlDataSource Open(string connectionString, ILoggerFactory? logs = null) => new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxPoolSize = MostConnections,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        ApplicationName = "notify-web-reads",
    }.ConnectionString).UseLoggerFactory(logs).Build();

    /// <param name="read">What becomes of each row.</param>
    public static async Task<List<T>> ReadAsync<T>(this NpgsqlDataSource database, Guid serviceId, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('app.service_id', $1, true)") { Parameters = { new NpgsqlParameter<string> { TypedValue = serviceId.ToString() } } });
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
            rows.Add(read(reader));
        return rows;
    }
}
