using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Delivery;

/// <summary>What is kept of each attempt, and when the next one comes.</summary>
public sealed class AttemptTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly IOptions<DeliveryOptions> options = Options.Create(new DeliveryOptions { FirstRetry = TimeSpan.FromSeconds(2), LongestRetry = TimeSpan.FromMinutes(10) });

    private DeliveryQueue Queue => new(postgres.WorkerDatabase, options);

    private DeliverySweep Sweep => new(postgres.WorkerDatabase, options);

    /// <summary>Each test begins with an empty queue.</summary>
    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync("delete from claims; delete from message_counts; delete from notifications");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Begin_BeforeTheCall_HasTheGatewayAndTheTimeStored()
    {
        var (_, batch) = await QueuedAsync(Lane.Normal);
        var set = await ClaimAsync(Lane.Normal);

        await Queue.BeginAsync(set.Attempt, "spryng", [set.Messages[0].Id], default);

        var message = await MessageAsync(batch);
        Assert.Equal("spryng", message.Gateway);
        Assert.InRange(message.BegunAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Accepted_AtOnce_CostsNoRow()
    {
        var (_, batch) = await QueuedAsync(Lane.Normal);

        await AttemptAsync(Lane.Normal, "cm", OutcomeKind.Accepted, null);

        Assert.Equal(("cm", NotificationStatus.Accepted), ((await MessageAsync(batch)).Gateway, (await MessageAsync(batch)).Status));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from attempts"));
    }

    [Fact]
    public async Task Deferred_ThenAcceptedElsewhere_BothAreKept()
    {
        var (given, batch) = await QueuedAsync(Lane.Normal);
        await AttemptAsync(Lane.Normal, "cm", OutcomeKind.Deferred, "gateway-busy");
        await DueNowAsync();

        var bound = await AttemptAsync(Lane.Normal, "spryng", OutcomeKind.Accepted, null);

        Assert.Null(bound); // it never left: any gateway may take it
        await using var db = postgres.OpenWeb(given.ServiceId);
        var kept = await db.Attempts.SingleAsync();
        Assert.Equal(("cm", NotificationStatus.Deferred, "gateway-busy"), (kept.Gateway, kept.Outcome, kept.Reason));
        Assert.Matches("^[0-9a-f]{32}$", kept.Reference);
        Assert.True(kept.BegunAt <= kept.EndedAt);
        Assert.Equal("spryng", (await MessageAsync(batch)).Gateway);
        await using var other = postgres.OpenWeb(Guid.CreateVersion7());
        Assert.False(await other.Attempts.AnyAsync());
    }

    [Fact]
    public async Task Unknown_Urgent_IsSentOnceMoreByTheSameGatewayAndEachAttemptIsKept()
    {
        var (given, batch) = await QueuedAsync(Lane.Urgent);
        await AttemptAsync(Lane.Urgent, "cm", OutcomeKind.Unknown, "gateway-no-answer");
        await DueNowAsync();

        var bound = await AttemptAsync(Lane.Urgent, "cm", OutcomeKind.Deferred, "gateway-busy"); // handed back: still bound
        await DueNowAsync();
        var boundStill = await AttemptAsync(Lane.Urgent, "cm", OutcomeKind.Unknown, "gateway-no-answer");
        await DueNowAsync();

        Assert.Equal(("cm", "cm"), (bound, boundStill));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Uncertain));
        Assert.Equal("11,3,11", await postgres.ReadAsync<string>("select string_agg(outcome::text, ',' order by begun_at) from attempts"));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task NodeLost_OnTheWire_IsKeptAsAnAttempt()
    {
        await QueuedAsync(Lane.Bulk);
        var set = await ClaimAsync(Lane.Bulk);
        await Queue.BeginAsync(set.Attempt, "cm", [set.Messages[0].Id], default);
        await postgres.ExecuteAsync("update claims set lease_until = now() - interval '1 second'");

        await Sweep.SweepAsync(default);

        Assert.Equal("node-lost", await postgres.ReadAsync<string>("select reason from attempts where outcome = 11 and gateway = 'cm'"));
    }

    [Fact]
    public async Task Deferred_AgainAndAgain_WaitsTwiceAsLongEachTimeUpToTheLongest()
    {
        await QueuedAsync(Lane.Normal);
        var waits = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            await AttemptAsync(Lane.Normal, "cm", OutcomeKind.Deferred, "gateway-busy");
            waits.Add(await postgres.ReadAsync<double>("select extract(epoch from due_at - now())::float8 from notifications"));
            await DueNowAsync();
        }

        var expected = Enumerable.Range(0, 12).Select(i => Math.Min(600, 2 * Math.Pow(2, i))).ToArray();
        Assert.All(waits.Zip(expected), pair => Assert.InRange(pair.First, (0.8 * pair.Second) - 1, 1.2 * pair.Second));
    }

    [Fact]
    public async Task Deferred_NearTheHorizon_IsTriedOnceMoreAtIt()
    {
        await QueuedAsync(Lane.Normal);
        await postgres.ExecuteAsync("update notifications set created_at = now() - interval '23 hours 59 minutes 50 seconds', deferrals = 12");

        await AttemptAsync(Lane.Normal, "cm", OutcomeKind.Deferred, "gateway-busy");

        Assert.InRange(await postgres.ReadAsync<double>("select extract(epoch from due_at - now())::float8 from notifications"), 1, 11);
    }

    [Theory]
    [InlineData(0, 23, "horizon")]
    [InlineData(1, 24, "uncertain")] // it may have arrived the first time: nobody can say that it was not sent
    public async Task Deferred_PastTheHorizon_EndsAsWhatIsKnown(int leftBefore, int status, string reason)
    {
        await QueuedAsync(Lane.Urgent);
        await postgres.ExecuteAsync("update notifications set created_at = now() - interval '61 minutes', attempts = $1", (short)leftBefore);

        await AttemptAsync(Lane.Urgent, "cm", OutcomeKind.Deferred, "gateway-busy");

        Assert.Equal((long)status, await postgres.ReadAsync<long>("select status::bigint from notifications"));
        Assert.Equal(reason, await postgres.ReadAsync<string>("select reason from notifications"));
    }

    [Fact]
    public async Task Claimed_ButItsGatewayIsShut_GoesBackWithoutAnAttempt()
    {
        await QueuedAsync(Lane.Normal);
        var set = await ClaimAsync(Lane.Normal);

        await Queue.RecordAsync(set.Attempt, [new(set.Messages[0].Id, OutcomeKind.Deferred, "gateway-paused")], TimeSpan.FromSeconds(5), default);

        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from attempts"));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select attempts::bigint from notifications where status = 3 and due_at > now() + interval '4 seconds'"));
    }

    [Fact]
    public async Task Resend_ByAPerson_IsBoundToNoGateway()
    {
        var (given, batch) = await QueuedAsync(Lane.Normal);
        await AttemptAsync(Lane.Normal, "cm", OutcomeKind.Unknown, "gateway-no-answer");
        await DueNowAsync();
        await using (var db = postgres.OpenWeb(given.ServiceId))
            Assert.Equal(1, await new BatchResend(db, new(db, TimeProvider.System)).ResendAsync(given.ServiceId, batch, given.UserId, default));

        Assert.Null(await AttemptAsync(Lane.Normal, "spryng", OutcomeKind.Accepted, null));
        Assert.Equal("cm", await postgres.ReadAsync<string>("select gateway from attempts"));
    }

    private async Task<(Given, Guid Batch)> QueuedAsync(Lane lane)
    {
        var given = await Given.AsyncIn(postgres);
        return (given, await given.QueuedBatchAsync(1, lane));
    }

    private async Task<ClaimedSet> ClaimAsync(Lane lane) => (await new FairTurns(Queue, TimeProvider.System).ClaimAsync(lane, mayGo: null, most: 500, default))!;

    /// <returns>The gateway that the message was bound to.</returns>
    private async Task<string?> AttemptAsync(Lane lane, string gateway, OutcomeKind outcome, string? reason)
    {
        var set = await ClaimAsync(lane);
        var message = Assert.Single(set.Messages);
        await Queue.BeginAsync(set.Attempt, gateway, [message.Id], default);
        await Queue.RecordAsync(set.Attempt, [new Outcome(message.Id, outcome, reason)], TimeSpan.Zero, default);
        await Queue.EndAsync(set.Attempt, [], default);
        return message.BoundTo;
    }

    private async Task DueNowAsync()
    {
        await postgres.ExecuteAsync("update notifications set due_at = now() - interval '1 second' where due_at is not null");
        await Sweep.SweepAsync(default);
    }

    private async Task<Notification> MessageAsync(Guid batch)
    {
        await using var db = postgres.Open();
        return await db.Notifications.SingleAsync(n => n.BatchId == batch);
    }
}
