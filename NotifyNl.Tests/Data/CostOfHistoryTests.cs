using NotifyNl.Delivery;
using NotifyNl.Retention;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Data;

/// <summary>What runs every hour and every night reads the messages that it is about, and not all that are stored.</summary>
public sealed class CostOfHistoryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task TheHourlySweep_ReadsADayOfIds() => AssertWalksByIdBetweenBounds(await PlanAsync(DeliverySweep.SilentSql, TimeSpan.FromHours(72), TimeSpan.FromHours(24)));

    [Fact]
    public async Task TheNight_EndsWhereTheYoungestRetentionBegins() => AssertWalksByIdBetweenBounds(await PlanAsync(Forgetting.MessagesSql, Guid.Empty, 5_000));

    /// <summary>A bound that is asked for each row stands in a filter: it throws rows away that were read first.</summary>
    private static void AssertWalksByIdBetweenBounds(string plan)
    {
        var walk = plan.Split('\n').Single(line => line.Contains("Index Cond: ((id >", StringComparison.Ordinal));
        Assert.Contains(" AND (id <", walk, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(string sql, params object[] values)
    {
        await using var connection = await postgres.WorkerDatabase.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("set enable_seqscan = off", connection); // of a table with few rows it would read all
        await command.ExecuteNonQueryAsync();
        command.CommandText = "explain " + sql;
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
