using NotifyNl.Audit;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Sending;

public sealed class BatchStopTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Stop_MessagesInEveryStatus_CancelsWhatIsNotAtTheGatewayAndCountsWhatIsOnItsWay()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(8);
        NotificationStatus[] statuses =
        [
            NotificationStatus.Queued, NotificationStatus.Claimed, NotificationStatus.Deferred, NotificationStatus.Submitting, NotificationStatus.Submitting,
            NotificationStatus.Accepted, NotificationStatus.Unknown, NotificationStatus.Delivered,
        ];
        await SetAsync(batch, statuses);

        Assert.Equal(2, await StopAsync(given, batch));

        Assert.Equal(3, await given.CountAsync(batch, NotificationStatus.Cancelled));
        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Submitting));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Accepted));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Unknown));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and queued", batch));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Stop_Twice_IsOneStopInTheLog()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(2);

        Assert.Equal(0, await StopAsync(given, batch));
        Assert.Equal(0, await StopAsync(given, batch));

        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from audit_entries where subject_id = $1 and action = 'batch-stopped'", batch));
        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Cancelled));
    }

    [Fact]
    public async Task Stop_BeforeTheCopy_NothingIsEverMade()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(10);

        Assert.Equal(0, await StopAsync(given, batch));

        Assert.Equal(0, await new BatchCopy(postgres.WorkerDatabase).CopyAsync(batch, default));
    }

    [Fact]
    public async Task StopOrResend_OfAnotherService_FindsNothing()
    {
        var (given, other) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        var batch = await given.QueuedBatchAsync(2);

        Assert.Null(await StopAsync(other, batch));
        Assert.Null(await ResendAsync(other, batch));

        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Queued));
    }

    [Fact]
    public async Task Resend_TwoPressesAtOnce_SendsTheUncertainOnce()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(3);
        await SetAsync(batch, [NotificationStatus.Uncertain, NotificationStatus.Uncertain, NotificationStatus.Delivered]);

        var resent = await Task.WhenAll(ResendAsync(given, batch), ResendAsync(given, batch));

        Assert.Equal([0, 2], resent.Order());
        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Queued));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Delivered));
        Assert.Equal(2L, await postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and queued", batch));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Resend_AfterAStop_SendsNothing()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(1);
        await SetAsync(batch, [NotificationStatus.Uncertain]);
        await StopAsync(given, batch);

        Assert.Equal(0, await ResendAsync(given, batch));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Uncertain));
    }

    private async Task<int?> StopAsync(Given given, Guid batch)
    {
        await using var db = postgres.OpenWeb(given.ServiceId);
        return await new BatchStop(db, new AuditLog(db, TimeProvider.System)).StopAsync(given.ServiceId, batch, given.UserId, default);
    }

    private async Task<int?> ResendAsync(Given given, Guid batch)
    {
        await using var db = postgres.OpenWeb(given.ServiceId);
        return await new BatchResend(db, new AuditLog(db, TimeProvider.System)).ResendAsync(given.ServiceId, batch, given.UserId, default);
    }

    /// <summary>The rows of the list in these statuses, and the counters with them.</summary>
    private async Task SetAsync(Guid batch, NotificationStatus[] statuses)
    {
        await postgres.ExecuteAsync("update notifications set status = ($2::smallint[])[row_number - 1], queued = ($2::smallint[])[row_number - 1] = 0 where batch_id = $1", batch, statuses.Select(s => (short)s).ToArray());
        await postgres.ExecuteAsync(
            """
            with old as (delete from message_counts where batch_id = $1 returning service_id, day)
            insert into message_counts select old.service_id, $1, old.day, n.status, 0, count(*), sum(n.parts) from notifications n, old where n.batch_id = $1 group by 1, 2, 3, 4
            """,
            batch);
    }
}
