using Npgsql;

namespace NotifyNl.Audit;

/// <summary>What the program does of itself, with nobody of the team behind it: a line in the logboek without a person, by the worker's login.</summary>
internal static class OwnAct
{
    private const string Sql = "insert into audit_entries (id, service_id, action, at) values ($1, $2, $3, $4)";

    /// <summary>In the transaction of the connection, with the change that it tells of.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, Guid serviceId, string action, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        foreach (var value in new object[] { Guid.CreateVersion7(now), serviceId, action, now })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
