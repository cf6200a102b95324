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

    // Known under an earlier hash only: under that of today too, from then on.
    private const string RenewSql = """
        insert into opt_outs (service_id, recipient_key, since, reason)
        select distinct on (k.service_id, k.today) k.service_id, k.today, o.since, o.reason
        from unnest($1, $2, $3) k(service_id, today, earlier) join opt_outs o on o.service_id = k.service_id and o.recipient_key = k.earlier
        on conflict do nothing
        """;

    /// <summary>Before messages are compared with the list by the hash of today, in the time that earlier hash keys are still configured.</summary>
    public static async Task RenewAsync(NpgsqlDataSource database, IReadOnlyList<(Guid ServiceId, Guid Today, Guid Earlier)> numbers)
    {
        await using var command = database.CreateCommand(RenewSql);
        foreach (var values in new[] { numbers.Select(n => n.ServiceId), numbers.Select(n => n.Today), numbers.Select(n => n.Earlier) })
            command.Parameters.Add(new NpgsqlParameter { Value = values.ToArray() });
        await command.ExecuteNonQueryAsync();
    }
}
