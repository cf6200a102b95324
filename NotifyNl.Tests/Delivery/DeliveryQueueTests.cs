using Microsoft.Extensions.Options;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Delivery;

public sealed class DeliveryQueueTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly IOptions<DeliveryOptions> options = Options.Create(new DeliveryOptions { ClaimSize = 200 });

    private DeliveryQueue Queue => new(postgres.WorkerDatabase, options);

    /// <summary>As a node that has not looked before.</summary>
    private async Task<ClaimedSet> ClaimAsync(Lane lane) =>
        await new FairTurns(Queue, TimeProvider.System).ClaimAsync(lane, mayGo: null, most: 500, default) ?? new ClaimedSet(Guid.Empty, lane, []);

    private DeliverySweep Sweep => new(postgres.WorkerDatabase, options);

    /// <summary>Each test begins with an empty queue.</summary>
    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync("delete from claims; delete from message_counts; delete from notifications");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Claim_WhileAnotherHoldsRows_TakesTheRestWithoutWaiting()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(200, Lane.Bulk);
        await using var other = new NpgsqlConnection(postgres.Worker);
        await other.OpenAsync();
        await using var unfinished = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select id from notifications where batch_id = $1 order by id limit 150 for update", other) { Parameters = { new() { Value = batch } } })
            await hold.ExecuteNonQueryAsync();

        var claimed = await ClaimAsync(Lane.Bulk).WaitAsync(TimeSpan.FromSeconds(10)); // no "skip locked": waits here

        await unfinished.CommitAsync();
        Assert.Equal(50, claimed.Messages.Count);
        Assert.Equal(50, await given.CountAsync(batch, NotificationStatus.Claimed));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Claim_ByEightAtOnce_EachMessageOnce()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(3_000, Lane.Normal);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<Guid>();
            while (await ClaimAsync(Lane.Normal) is { Messages.Count: > 0 } set)
                mine.AddRange(set.Messages.Select(m => m.Id));
            return mine;
        })));

        var ids = claims.SelectMany(c => c).ToList();
        Assert.Equal((3_000, 3_000), (ids.Count, ids.Distinct().Count()));
        Assert.Equal(3_000, await given.CountAsync(batch, NotificationStatus.Claimed));
        await given.AssertCountersAreTrueAsync();
        await ExpireAsync();
        await Sweep.SweepAsync(default);
        Assert.Equal(3_000, await given.CountAsync(batch, NotificationStatus.Queued));
    }

    [Fact]
    public async Task Sweep_AfterTheLease_TakesBackWhatWasNotBegunAndNothingElse()
    {
        var (given, batch, set) = await ClaimedAsync(3);
        await Queue.BeginAsync(set.Attempt, "cm", [set.Messages[0].Id], default); // its attempt is committed: on the wire, or about to be

        await Sweep.SweepAsync(default);
        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Claimed)); // within the lease nobody touches it

        await ExpireAsync();
        await Sweep.SweepAsync(default);

        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Queued));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Unknown));
        var again = await ClaimAsync(Lane.Urgent);
        Assert.Equal(set.Messages.Skip(1).Select(m => m.Id), again.Messages.Select(m => m.Id));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Node_ThatLostItsLease_BeginsAndWritesNothing()
    {
        var (given, batch, set) = await ClaimedAsync(2);
        var (onTheWire, notBegun) = (set.Messages[0].Id, set.Messages[1].Id);
        await Queue.BeginAsync(set.Attempt, "cm", [onTheWire], default);
        await ExpireAsync(); // SIGSTOP, a long collection, a clock that jumped: the database's clock decides
        await Sweep.SweepAsync(default);
        var next = await ClaimAsync(Lane.Urgent);

        Assert.Empty(await Queue.BeginAsync(set.Attempt, "cm", [notBegun], default));
        Assert.False(await Queue.KeepAsync(set.Attempt, default));
        Assert.Equal(0, await Queue.RecordAsync(set.Attempt, [new(onTheWire, OutcomeKind.Accepted), new(notBegun, OutcomeKind.Accepted)], Soon, default));
        Assert.Equal(0, await Queue.EndAsync(set.Attempt, [onTheWire, notBegun], default));

        Assert.Equal([notBegun], next.Messages.Select(m => m.Id));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Unknown));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Claimed));
    }

    [Fact]
    public async Task KilledBetweenCallAndRecord_NormalMessage_NeverClaimedAgainAndUncertainInTheEnd()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(1, Lane.Normal);
        var set = await ClaimAsync(Lane.Normal);
        await Queue.BeginAsync(set.Attempt, "cm", [set.Messages[0].Id], default);
        await ExpireAsync();
        await Sweep.SweepAsync(default);

        Assert.Empty((await ClaimAsync(Lane.Normal)).Messages);
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Unknown));
        await EndWaitsAsync(batch);
        await Sweep.SweepAsync(default);

        Assert.Empty((await ClaimAsync(Lane.Normal)).Messages);
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Uncertain));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Unknown_UrgentMessage_IsSentOnceMoreAndThenUncertain()
    {
        var (given, batch, first) = await ClaimedAsync(1);
        Guid[] id = [first.Messages[0].Id];
        await Queue.BeginAsync(first.Attempt, "cm", id, default);
        await Queue.RecordAsync(first.Attempt, [new(id[0], OutcomeKind.Unknown, "gateway-no-answer")], Soon, default);
        Assert.InRange(await WaitAsync(batch), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        await EndWaitsAsync(batch);
        await Sweep.SweepAsync(default);

        var second = await ClaimAsync(Lane.Urgent);
        Assert.Equal(id, second.Messages.Select(m => m.Id));
        await Queue.BeginAsync(second.Attempt, "cm", id, default);
        await Queue.RecordAsync(second.Attempt, [new(id[0], OutcomeKind.Deferred, "gateway-busy")], Soon, default); // handed back: this does not count as sent
        await EndWaitsAsync(batch);
        await Sweep.SweepAsync(default);
        var third = await ClaimAsync(Lane.Urgent);
        await Queue.BeginAsync(third.Attempt, "cm", id, default);
        await Queue.RecordAsync(third.Attempt, [new(id[0], OutcomeKind.Unknown, "gateway-no-answer")], Soon, default);
        await EndWaitsAsync(batch);
        await Sweep.SweepAsync(default);

        Assert.Empty((await ClaimAsync(Lane.Urgent)).Messages);
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Uncertain));
        await given.AssertCountersAreTrueAsync();
    }

    [Theory]
    [InlineData(OutcomeKind.Accepted, NotificationStatus.Accepted)]
    [InlineData(OutcomeKind.Refused, NotificationStatus.PermanentFailure)]
    [InlineData(OutcomeKind.Failed, NotificationStatus.TechnicalFailure)]
    [InlineData(OutcomeKind.Deferred, NotificationStatus.Deferred)]
    [InlineData(OutcomeKind.Unknown, NotificationStatus.Unknown)]
    public async Task Record_EachOutcome_BecomesItsStatusAndIsCounted(OutcomeKind kind, NotificationStatus status)
    {
        var (given, batch, set) = await ClaimedAsync(2);
        await Queue.BeginAsync(set.Attempt, "cm", [.. set.Messages.Select(m => m.Id)], default);

        var outcomes = set.Messages.Select(m => new Outcome(m.Id, kind, kind == OutcomeKind.Accepted ? null : "gateway-other")).ToArray();
        Assert.Equal(2, await Queue.RecordAsync(set.Attempt, outcomes, Soon, default));
        Assert.Equal(2, await Queue.RecordAsync(set.Attempt, outcomes, Soon, default)); // told twice, because the first answer was lost

        Assert.Equal(2, await given.CountAsync(batch, status));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Record_AfterTheReceipt_KeepsTheReceiptAndFillsInTheSending()
    {
        var (given, batch, set) = await ClaimedAsync(1);
        await Queue.BeginAsync(set.Attempt, "cm", [set.Messages[0].Id], default);
        await postgres.ExecuteAsync("update notifications set status = 20 where batch_id = $1", batch);

        Assert.Equal(1, await Queue.RecordAsync(set.Attempt, [new(set.Messages[0].Id, OutcomeKind.Accepted)], Soon, default));

        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Delivered));
        Assert.True(await postgres.ReadAsync<bool>("select sent_at is not null and gateway = 'cm' from notifications where batch_id = $1", batch));
    }

    [Fact]
    public async Task Deferred_PastItsHorizon_FailsInsteadOfComingLate()
    {
        var (given, batch, set) = await ClaimedAsync(1);
        await postgres.ExecuteAsync("update notifications set created_at = now() - interval '61 minutes' where batch_id = $1", batch);
        await Queue.BeginAsync(set.Attempt, "cm", [set.Messages[0].Id], default);

        await Queue.RecordAsync(set.Attempt, [new(set.Messages[0].Id, OutcomeKind.Deferred, "gateway-busy")], Soon, default);

        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.TechnicalFailure));
        Assert.Equal("horizon", await postgres.ReadAsync<string>("select reason from notifications where batch_id = $1", batch));
    }

    [Fact]
    public async Task Deferred_Due_ReturnsToTheQueue()
    {
        var (given, batch, set) = await ClaimedAsync(1);
        await Queue.BeginAsync(set.Attempt, "cm", [set.Messages[0].Id], default);
        await Queue.RecordAsync(set.Attempt, [new(set.Messages[0].Id, OutcomeKind.Deferred, "gateway-busy")], Soon, default);
        await Sweep.SweepAsync(default);
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Deferred)); // not yet

        await EndWaitsAsync(batch);
        await Sweep.SweepAsync(default);

        var again = await ClaimAsync(Lane.Urgent);
        Assert.Single(again.Messages);
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task End_WhatWasNotBegun_IsInTheQueueAtOnce()
    {
        var (given, batch, set) = await ClaimedAsync(2);
        await Queue.BeginAsync(set.Attempt, "cm", [set.Messages[0].Id], default);

        Assert.Equal(1, await Queue.EndAsync(set.Attempt, [.. set.Messages.Select(m => m.Id)], default));

        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Queued));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Submitting));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Silence_OfThreeDays_IsATemporaryFailure()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(2, Lane.Normal);
        await postgres.ExecuteAsync(
            """
            update notifications set status = 10, queued = false, sent_at = now() - interval '72 hours 1 minute',
              id = notify_uuid7(now() - interval '72 hours 2 minutes', row_number) where batch_id = $1 and row_number = 2
            """,
            batch);
        await postgres.ExecuteAsync("update notifications set status = 10, queued = false, sent_at = now() where batch_id = $1 and row_number = 3", batch);

        Assert.Equal(1, await Sweep.GiveUpSilentAsync(default));

        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.TemporaryFailure));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Accepted));
    }

    private async Task<(Given, Guid Batch, ClaimedSet)> ClaimedAsync(int rows)
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(rows, Lane.Urgent);
        var set = await ClaimAsync(Lane.Urgent);
        Assert.Equal(rows, set.Messages.Count);
        return (given, batch, set);
    }

    private Task ExpireAsync() => postgres.ExecuteAsync("update claims set lease_until = now() - interval '1 second'");

    private Task EndWaitsAsync(Guid batch) => postgres.ExecuteAsync("update notifications set due_at = now() - interval '1 second' where batch_id = $1 and due_at is not null", batch);

    private Task<TimeSpan> WaitAsync(Guid batch) => postgres.ReadAsync<TimeSpan>("select due_at - now() from notifications where batch_id = $1", batch);
}
