using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NotifyNl.Delivery;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Delivery;

/// <summary>Who gets the next set of a lane when several services have work in it.</summary>
public sealed class FairTurnsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int SetSize = 100;

    private readonly FakeTimeProvider clock = new();

    private DeliveryQueue Queue => new(postgres.WorkerDatabase, Options.Create(new DeliveryOptions { ClaimSize = SetSize }));

    /// <summary>Each test begins with an empty queue.</summary>
    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync("delete from claims; delete from message_counts; delete from notifications");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Claim_SmallServiceBehindABigOne_SharesTheVeryNextSet()
    {
        var big = await Given.AsyncIn(postgres);
        var small = await Given.AsyncIn(postgres);
        await big.QueuedBatchAsync(2_000, Lane.Bulk);
        var turns = new FairTurns(Queue, clock);
        Assert.Equal(SetSize, await FromAsync(turns, big));
        await small.QueuedBatchAsync(SetSize, Lane.Bulk);

        clock.Advance(TimeSpan.FromMilliseconds(300)); // until when a newcomer may go unseen
        var sets = new[] { await TakeAsync(turns), await TakeAsync(turns) };

        Assert.All(sets, set => Assert.Equal((SetSize / 2, SetSize / 2), (set.GetValueOrDefault(big.ServiceId), set.GetValueOrDefault(small.ServiceId))));
        Assert.Equal(SetSize, await FromAsync(turns, big, sets: 2)); // alone again: the whole set, from the second on
    }

    [Fact]
    public async Task Claim_MoreServicesThanASetHoldsTurns_EachHasHadItsTurnAfterTwoSets()
    {
        var all = new List<Given>();
        for (var i = 0; i < FairTurns.MostServices + 3; i++)
        {
            all.Add(await Given.AsyncIn(postgres));
            await all[^1].QueuedBatchAsync(60, Lane.Normal);
        }

        var turns = new FairTurns(Queue, clock);
        var first = await TakeAsync(turns, Lane.Normal);
        var second = await TakeAsync(turns, Lane.Normal);

        Assert.Equal(FairTurns.MostServices, first.Count);
        Assert.All(all, given => Assert.True(first.ContainsKey(given.ServiceId) || second.ContainsKey(given.ServiceId)));
    }

    [Fact]
    public async Task Claim_UntilEmpty_TakesEachMessageOnceAlsoBelowTheMark()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(250, Lane.Bulk);
        var turns = new FairTurns(Queue, clock);
        await TakeAsync(turns);
        await postgres.ExecuteAsync("update notifications set queued = true, status = 0 where batch_id = $1 and row_number = 2", batch); // a retry of the first

        var taken = SetSize;
        while (await TakeAsync(turns) is { Count: > 0 } set)
            taken += set.Values.Sum();

        Assert.Equal(251, taken);
        Assert.Equal(250, await given.CountAsync(batch, NotificationStatus.Claimed));
    }

    [Fact]
    public async Task Claim_ServiceThatMayNotGo_IsPassedOver()
    {
        var shut = await Given.AsyncIn(postgres);
        var open = await Given.AsyncIn(postgres);
        await shut.QueuedBatchAsync(10, Lane.Bulk);
        await open.QueuedBatchAsync(10, Lane.Bulk);
        var turns = new FairTurns(Queue, clock);

        var set = await turns.ClaimAsync(Lane.Bulk, service => service != shut.ServiceId, most: 500, default);

        Assert.All(set!.Messages, message => Assert.Equal(open.ServiceId, message.ServiceId));
        Assert.Null(await turns.ClaimAsync(Lane.Bulk, service => service != shut.ServiceId, most: 500, default));
        Assert.Equal(10, (await turns.ClaimAsync(Lane.Bulk, mayGo: null, most: 500, default))!.Messages.Count);
    }

    private static async Task<int> FromAsync(FairTurns turns, Given given, int sets = 1)
    {
        Dictionary<Guid, int> set = [];
        for (var i = 0; i < sets; i++)
            set = await TakeAsync(turns);
        Assert.Single(set);
        return set[given.ServiceId];
    }

    /// <returns>How many messages of each service the next set has.</returns>
    private static async Task<Dictionary<Guid, int>> TakeAsync(FairTurns turns, Lane lane = Lane.Bulk) =>
        (await turns.ClaimAsync(lane, mayGo: null, most: 500, default))?.Messages.GroupBy(m => m.ServiceId).ToDictionary(g => g.Key, g => g.Count()) ?? [];
}
