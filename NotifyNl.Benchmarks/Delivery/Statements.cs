using NotifyNl.Benchmarks.Rig;
using Npgsql;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>Where the time of PostgreSQL goes: its costliest statements during a run, and how its updates fell.</summary>
internal static class Statements
{
    private const string CostliestSql = """
        select calls, total_exec_time, rows, wal_bytes::float8, total_plan_time, left(regexp_replace(query, '\s+', ' ', 'g'), 70)
        from pg_stat_statements order by total_exec_time desc limit $1
        """;

    private const string TablesSql = """
        select relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_dead_tup, autovacuum_count from pg_stat_user_tables where n_tup_ins + n_tup_upd > 1000 order by n_tup_upd desc
        """;

    public static async Task ResetAsync(Stand stand)
    {
        await stand.ExecuteAsync("create extension if not exists pg_stat_statements");
        await stand.ExecuteAsync("select pg_stat_statements_reset(), pg_stat_reset()");
    }

    /// <param name="most">How many statements.</param>
    /// <param name="messages">Over which their time is divided. It is time on the clock: where processors are short, a part of it is waiting.</param>
    public static async Task PrintAsync(Stand stand, int most, double messages)
    {
        await using var connection = new NpgsqlConnection(stand.Superuser);
        await connection.OpenAsync();
        await using (var command = new NpgsqlCommand(CostliestSql, connection))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = most });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var (calls, time) = (reader.GetInt64(0), reader.GetDouble(1));
                Console.WriteLine(
                    $"  {calls,7} × {time / calls,8:0.00} ms, {reader.GetInt64(2) / (double)calls,7:0} rows; a message {time * 1000 / messages,6:0.0} µs, planning {reader.GetDouble(4) * 1000 / messages,4:0.0} µs, log {reader.GetDouble(3) / messages,5:0} bytes: {reader.GetString(5)}");
            }
        }

        await using var tables = new NpgsqlCommand(TablesSql, connection);
        await using var row = await tables.ExecuteReaderAsync();
        while (await row.ReadAsync())
            Console.WriteLine($"  {row.GetString(0),-20} inserted {row.GetInt64(1),9:N0}, updated {row.GetInt64(2),9:N0}, within the page {row.GetInt64(3),9:N0}, dead {row.GetInt64(4),9:N0}, vacuums {row.GetInt64(5)}");
    }
}
