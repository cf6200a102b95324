using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Sending;

public sealed class BatchCopyTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private BatchCopy Copy => new(postgres.WorkerDatabase);

    [Fact]
    public async Task Copy_GoodAndFaultyRows_MakesTheGoodOnesInTheOrderOfTheList()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(5_000, Lane.Bulk, faulty: 3);

        Assert.Equal(5_000, await Copy.CopyAsync(batch, default));

        Assert.Equal(5_000, await given.CountAsync(batch, NotificationStatus.Queued));
        Assert.True(await postgres.ReadAsync<bool>(
            """
            select bool_and(inorder) from (select row_number > lag(row_number, 1, 0) over (order by id) as inorder from notifications where batch_id = $1) o
            """,
            batch));
        Assert.True(await postgres.ReadAsync<bool>("select copied_at is not null from batches where id = $1", batch));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Copy_RacedByTwoWorkers_HappensOnce()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(500);
        await using var first = new NpgsqlConnection(postgres.Worker);
        await first.OpenAsync();
        await using var unfinished = await first.BeginTransactionAsync();
        await using (var claim = new NpgsqlCommand("update batches set copied_at = now() where id = $1 and copied_at is null", first) { Parameters = { new() { Value = batch } } })
            Assert.Equal(1, await claim.ExecuteNonQueryAsync());

        // The second comes while the first has not committed: it must wait for it, and then find nothing to do.
        var second = Copy.CopyAsync(batch, default);
        await Task.Delay(300);
        Assert.False(second.IsCompleted);
        await unfinished.CommitAsync();

        Assert.Equal(0, await second);
        Assert.Equal(0, await given.CountAsync(batch, NotificationStatus.Queued));
    }

    [Fact]
    public async Task Copy_ByFourAtOnce_MakesEachMessageOnce()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(1_000);

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Copy.CopyAsync(batch, default))));

        Assert.Equal([0, 0, 0, 1_000], made.Order());
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Copy_KilledHalfWay_LeavesNothingAndIsDoneByTheNext()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(300);
        await postgres.ExecuteAsync(
            """
            create function slow_row() returns trigger language plpgsql as $$ begin perform pg_sleep(0.02); return new; end $$;
            create trigger slow before insert on notifications for each row execute function slow_row();
            """);
        await using var doomed = WorkerDatabase.Open(postgres.Worker + ";Pooling=false");
        var copy = Assert.ThrowsAnyAsync<NpgsqlException>(() => new BatchCopy(doomed).CopyAsync(batch, default));
        await Task.Delay(1_000);
        Assert.False(copy.IsCompleted); // half-way
        await using (var killer = new NpgsqlConnection(postgres.Worker))
        {
            await killer.OpenAsync();
            await using var kill = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and state = 'active' and query like '%notify_uuid7%' and pid <> pg_backend_pid()", killer);
            Assert.Equal(1L, await kill.ExecuteScalarAsync());
        }

        await copy;
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1", batch));
        Assert.True(await postgres.ReadAsync<bool>("select copied_at is null from batches where id = $1", batch));

        await postgres.ExecuteAsync("drop trigger slow on notifications");
        Assert.Equal(300, await Copy.CopyDueAsync(default));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task CopyDue_PlannedForLater_Waits()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(10, scheduledFor: DateTimeOffset.UtcNow.AddHours(1));

        Assert.Equal(0, await Copy.CopyDueAsync(default));
        Assert.Equal(0, await Copy.CopyAsync(batch, default));

        await postgres.ExecuteAsync("update batches set scheduled_for = now() - interval '1 second' where id = $1", batch);
        Assert.Equal(10, await Copy.CopyDueAsync(default));
    }
}
