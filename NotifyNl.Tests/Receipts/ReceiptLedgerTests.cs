using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Receipts;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Receipts;

public sealed class ReceiptLedgerTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const NotificationStatus Delivered = NotificationStatus.Delivered;
    private const NotificationStatus Accepted = NotificationStatus.Accepted;
    private const NotificationStatus Temporary = NotificationStatus.TemporaryFailure;
    private const NotificationStatus Permanent = NotificationStatus.PermanentFailure;

    private readonly ReceiptLedger ledger = new(postgres.WorkerDatabase, new GatewayTallies(TimeProvider.System));

    public async ValueTask InitializeAsync() => await ledger.StartAsync(default);

    public async ValueTask DisposeAsync()
    {
        await ledger.StopAsync(default);
        ledger.Dispose();
    }

    [Theory]
    [InlineData(NotificationStatus.Submitting, Delivered, Delivered)] // before our own record of the accept
    [InlineData(NotificationStatus.Submitting, Permanent, Permanent)]
    [InlineData(NotificationStatus.Submitting, Accepted, Accepted)]
    [InlineData(Accepted, Accepted, Accepted)]
    [InlineData(Accepted, Delivered, Delivered)]
    [InlineData(Accepted, Temporary, Temporary)]
    [InlineData(Accepted, Permanent, Permanent)]
    [InlineData(NotificationStatus.Unknown, Accepted, Accepted)]
    [InlineData(NotificationStatus.Unknown, Delivered, Delivered)]
    [InlineData(NotificationStatus.Unknown, Permanent, Permanent)]
    [InlineData(NotificationStatus.Uncertain, Delivered, Delivered)] // late truth wins
    [InlineData(NotificationStatus.Uncertain, Temporary, Temporary)]
    [InlineData(NotificationStatus.Uncertain, Accepted, Accepted)]
    [InlineData(Temporary, Delivered, Delivered)]
    [InlineData(Temporary, Permanent, Permanent)]
    [InlineData(Temporary, Accepted, Temporary)]
    [InlineData(Permanent, Delivered, Delivered)]
    [InlineData(Permanent, Temporary, Permanent)]
    [InlineData(NotificationStatus.TechnicalFailure, Delivered, Delivered)]
    [InlineData(Delivered, Permanent, Delivered)] // delivered never goes back
    [InlineData(Delivered, Temporary, Delivered)]
    [InlineData(Delivered, Accepted, Delivered)]
    [InlineData(NotificationStatus.Queued, Delivered, Delivered)] // sent again, and the first one came after all
    [InlineData(NotificationStatus.Queued, Permanent, NotificationStatus.Queued)]
    [InlineData(NotificationStatus.Claimed, Delivered, Delivered)]
    [InlineData(NotificationStatus.Deferred, Delivered, Delivered)]
    public async Task Receipt_ByRank_MovesTheMessageOrNot(NotificationStatus was, NotificationStatus told, NotificationStatus became)
    {
        var (given, batch, id) = await MessageAsync(was);

        await ledger.StoreAsync([Receipt(id, told)], default);

        Assert.Equal(1, await given.CountAsync(batch, became));
        Assert.Equal(became is NotificationStatus.Queued, await postgres.ReadAsync<bool>("select queued from notifications where id = $1", id));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task F19_Receipts_ThreeAlike_MoveOnceAndAreAllKept()
    {
        var (given, batch, id) = await MessageAsync(Accepted);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ledger.StoreAsync([Receipt(id, Delivered)], default)));

        Assert.Equal(1, await given.CountAsync(batch, Delivered));
        Assert.Equal(3L, await postgres.ReadAsync<long>("select count(*) from receipts where notification_id = $1", id));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task F20_Receipts_InOneCallOutOfOrder_TheHeaviestCounts()
    {
        var (given, batch, id) = await MessageAsync(Accepted);

        await ledger.StoreAsync([Receipt(id, Temporary), Receipt(id, Delivered), Receipt(id, Accepted)], default);

        Assert.Equal(1, await given.CountAsync(batch, Delivered));
    }

    [Fact]
    public async Task F22_Receipt_OfAReferenceThatIsNotOurs_IsKeptWithoutAMessage()
    {
        var stranger = Guid.CreateVersion7();

        await ledger.StoreAsync([new("cm", stranger, "stranger", Delivered, null), new("cm", null, "stranger", null, null)], default);

        Assert.Equal(2L, await postgres.ReadAsync<long>("select count(*) from receipts where code = 'stranger' and notification_id is null"));
    }

    [Fact]
    public async Task Receipts_ManyAtOnceInAnyOrder_AllCommittedWithoutDeadlock()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(2_000);
        await postgres.ExecuteAsync("update notifications set status = 10, queued = false where batch_id = $1", batch);
        await postgres.ExecuteAsync("update message_counts set status = 10 where batch_id = $1", batch);
        var ids = await postgres.ReadAsync<Guid[]>("select array_agg(id) from notifications where batch_id = $1", batch);
        var receipts = ids.Concat(ids).ToArray();
        Random.Shared.Shuffle(receipts);

        await Parallel.ForEachAsync(receipts.Chunk(7), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (some, _) => await ledger.StoreAsync([.. some.Select(id => Receipt(id, Delivered))], default));

        Assert.Equal(2_000, await given.CountAsync(batch, Delivered));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Store_DatabaseAway_FailsForThoseWhoWaitAndGoesOnAfterwards()
    {
        var (given, batch, id) = await MessageAsync(Accepted);
        await postgres.ExecuteAsync("alter table receipts rename to receipts_away");

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ledger.StoreAsync([Receipt(id, Delivered)], default));
        await postgres.ExecuteAsync("alter table receipts_away rename to receipts");
        await ledger.StoreAsync([Receipt(id, Delivered)], default);

        Assert.Equal(1, await given.CountAsync(batch, Delivered));
    }

    private static GatewayReceipt Receipt(Guid id, NotificationStatus status) => new("cm", id, "2", status, null);

    private async Task<(Given, Guid Batch, Guid Id)> MessageAsync(NotificationStatus status)
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(1);
        await postgres.ExecuteAsync("update notifications set status = $2, queued = $2 = 0 where batch_id = $1", batch, (short)status);
        await postgres.ExecuteAsync("update message_counts set status = $2 where batch_id = $1", batch, (short)status);
        return (given, batch, await postgres.ReadAsync<Guid>("select id from notifications where batch_id = $1", batch));
    }
}
