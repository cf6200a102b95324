using Npgsql;

namespace NotifyNl.Recipients;

/// <summary>The one way onto the opt-out list of a service, whoever asks for it: a person, a file, or the citizen by text message.</summary>
internal static class OptOutEntry
{
    private const string Sql =
        "insert into opt_outs (service_id, recipient_key, since, reason) select $1, key, $2, $3 from unnest($4) key order by key on conflict do nothing";

    /// <summary>In one statement, in the transaction of the connection; who is on the list already keeps the day since which.</summary>
    /// <param name="keys">Keyed hashes of the numbers.</param>
    /// <returns>How many were not on the list.</returns>
    public static async Task<int> AddAsync(NpgsqlConnection connection, Guid serviceId, Guid[] keys, OptOutReason reason, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        foreach (var value in new object[] { serviceId, now, (short)reason, keys })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
