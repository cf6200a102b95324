using Npgsql;

namespace NotifyNl.Benchmarks.Rig;

/// <summary>How many messages stand where, from the counters that pages read: reading it costs the database next to nothing.</summary>
internal sealed record Tally(long Stored, long Waiting, long Accepted, long Final, long Delivered, long Uncertain)
{
    private const string Sql = """
        select coalesce(sum(messages), 0), coalesce(sum(messages) filter (where status < 10), 0), coalesce(sum(messages) filter (where status >= 10), 0),
               coalesce(sum(messages) filter (where status >= 20), 0), coalesce(sum(messages) filter (where status = 20), 0), coalesce(sum(messages) filter (where status = 24), 0)
        from message_counts
        """;

    public static async Task<Tally> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
    }
}
