using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
    public async Task ANode_OpensItsConnectionsAfresh_WhenTheTableHasGrownOrShrunk()
    {
        var given = await Given.AsyncIn(postgres);
        await given.QueuedBatchAsync(1);
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:NotifyNl"] = postgres.Web, ["ConnectionStrings:NotifyNlWorker"] = postgres.Worker });
        builder.Services.AddDatabase(await Database.PrepareAsync(builder.Configuration, builder.Environment, CancellationToken.None));
        using var node = builder.Build();
        await node.StartAsync();
        var database = node.Services.GetRequiredKeyedService<NpgsqlDataSource>(WorkerDatabase.Key);
        Assert.Equal(NewPlanEachTime, await ModeAsync(database));

        await postgres.ExecuteAsync(GrowSql);
        await AssertBecomesAsync(PlanOnce, database);

        await postgres.ExecuteAsync("truncate notifications cascade");
        await AssertBecomesAsync(NewPlanEachTime, database);
        await node.StopAsync();
    }

    private static async Task AssertBecomesAsync(string expected, NpgsqlDataSource database)
    {
        var patience = Stopwatch.StartNew();
        while (await ModeAsync(database) != expected)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), $"{expected} did not come");
            await Task.Delay(100);
        }
    }

    private static async Task<string> ModeAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("show plan_cache_mode");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
