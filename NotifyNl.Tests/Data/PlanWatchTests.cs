using Microsoft.Extensions.Logging.Abstractions;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Data;

/// <summary>A plan made over a small table is not worked with when it has grown.</summary>
public sealed class PlanWatchTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string NewPlanEachTime = "force_custom_plan";
    private const string PlanOnce = "auto";

    private const string GrowSql = """
        insert into notifications (id, service_id, batch_id, row_number, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts)
        select notify_uuid7(created_at, i), service_id, batch_id, row_number + i, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, 20, false, 1
        from notifications cross join generate_series(1, 120000) i
        """;

    [Fact]
    public async Task ConnectionsAreOpenedAfresh_WhenTheTableHasGrownOrShrunk()
    {
        var database = postgres.WorkerDatabase;
        using var watch = new PlanWatch(database, NullLogger<PlanWatch>.Instance);
        var given = await Given.AsyncIn(postgres);
        await given.QueuedBatchAsync(1);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(NewPlanEachTime, await ModeAsync(database));

        await postgres.ExecuteAsync(GrowSql);
        Assert.Equal(NewPlanEachTime, await ModeAsync(database)); // still the same connection
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(PlanOnce, await ModeAsync(database));
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(PlanOnce, await ModeAsync(database));

        await postgres.ExecuteAsync("truncate notifications cascade");
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(NewPlanEachTime, await ModeAsync(database));
    }

    private static async Task<string> ModeAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("show plan_cache_mode");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
