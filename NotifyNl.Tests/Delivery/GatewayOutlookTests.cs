using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NotifyNl.Audit;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Delivery;

/// <summary>What all nodes together know of gateways and queue, and what follows from it.</summary>
public sealed class GatewayOutlookTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly GatewayTallies tallies = new(TimeProvider.System);

    private GatewayOutlook Outlook => new(postgres.WorkerDatabase, TimeProvider.System);

    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync(
        "delete from claims; delete from message_counts; delete from notifications; delete from gateways; delete from gateway_minutes; insert into gateways (name) values ('cm'), ('spryng')");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(5, 5, 0, false, true)] // one gateway in use, and it is out
    [InlineData(5, 4, 0, false, false)]
    [InlineData(1, 1, 0, false, false)] // a mishap
    [InlineData(5, 5, 3, false, false)] // the other takes messages
    [InlineData(0, 0, 3, true, false)] // shut by hand, but never in use
    public async Task Outage_IsWhenNoGatewayInUseTakesMessages(int calls, int failed, int callsOfTheOther, bool shut, bool outage)
    {
        await SawAsync("cm", calls, failed);
        await SawAsync("spryng", callsOfTheOther, 0);
        if (shut)
            await postgres.ExecuteAsync("update gateways set paused_at = now() where name = 'cm'");

        Assert.Equal(outage, await Outlook.IsOutageAsync(default));
    }

    [Fact]
    public async Task Tallies_OfTwoNodes_AddUp()
    {
        await SawAsync("cm", 3, 1);
        await SawAsync("cm", 4, 0);

        var cm = (await Outlook.ReadAsync(default)).Single(g => g.Name == "cm");
        Assert.Equal((7, 1, 6, 1), (cm.Calls, cm.Failures, cm.Accepted, cm.Unknown));
    }

    [Fact]
    public async Task Shares_OfAnAilingGateway_FallAndItStandsInTheRow()
    {
        await SawAsync("cm", 20, 10);
        await SawAsync("spryng", 20, 0);
        var shares = new GatewayShares(
            postgres.WorkerDatabase, Options.Create(new GatewaysOptions { ["Cm"] = new() { Weight = 50 }, ["Spryng"] = new() { Weight = 50 } }), NullLogger<GatewayShares>.Instance);

        Assert.Equal(1, await shares.AdjustAsync(default));
        Assert.Equal(0, await shares.AdjustAsync(default)); // not again at once

        Assert.Equal("errors", await postgres.ReadAsync<string>("select share_reason from gateways where name = 'cm' and share = 50"));
        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from gateways where share = 100"));

        await postgres.ExecuteAsync("delete from gateway_minutes; update gateways set share = 95, share_changed_at = now() - interval '2 minutes' where name = 'cm'");
        Assert.Equal(1, await shares.AdjustAsync(default));
        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from gateways where name = 'cm' and share = 100 and share_reason is null"));
    }

    [Fact]
    public async Task Switch_ByAPlatformAdmin_IsStoredAndWrittenDown()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var gatewaySwitch = new GatewaySwitch(db, new AuditLog(db, TimeProvider.System), Outlook, TimeProvider.System);

        Assert.True(await gatewaySwitch.SetAsync("cm", open: false, given.UserId, default));
        Assert.False(await gatewaySwitch.SetAsync("cm", open: false, given.UserId, default));
        Assert.False(await gatewaySwitch.SetAsync("bestaat-niet", open: false, given.UserId, default));
        Assert.NotNull((await Outlook.ReadAsync(default)).Single(g => g.Name == "cm").PausedAt);
        Assert.True(await gatewaySwitch.SetAsync("cm", open: true, given.UserId, default));

        await using var owner = postgres.Open();
        var written = await owner.AuditEntries.Where(e => e.OrganisationId == AuditLog.Platform && e.UserId == given.UserId).OrderBy(e => e.At).ToListAsync();
        Assert.Equal([("gateway-shut", "cm"), ("gateway-opened", "cm")], written.Select(e => (e.Action, e.Subject)));
    }

    [Fact]
    public async Task Queue_ByLaneAndService_IsCountedWithItsAge()
    {
        var (one, two) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        await one.QueuedBatchAsync(30, Lane.Bulk);
        await two.QueuedBatchAsync(20, Lane.Bulk);
        await two.QueuedBatchAsync(5, Lane.Urgent);
        await postgres.ExecuteAsync("update notifications set created_at = now() - interval '90 seconds' where lane = 0");

        var figures = await new QueueWatch(postgres.WorkerDatabase).ReadAsync(default);

        Assert.Equal(
            new[] { (Lane.Urgent, two.ServiceId, 5), (Lane.Bulk, one.ServiceId, 30), (Lane.Bulk, two.ServiceId, 20) }.OrderBy(x => x),
            figures.Waiting.Select(w => (w.Lane, w.ServiceId, w.Messages)).OrderBy(x => x));
        Assert.InRange(figures.Waiting.Single(w => w.Lane == Lane.Urgent).Age.TotalSeconds, 89, 100);
    }

    /// <summary>As a node that made so many calls of one message.</summary>
    private async Task SawAsync(string gateway, int calls, int failed)
    {
        for (var i = 0; i < calls; i++)
        {
            OutgoingSms[] message = [new(Guid.CreateVersion7(), "+31612345678", "Gemeente", "tekst", 1)];
            var answer = GatewayAnswer.ForAll(message, i < failed ? OutcomeKind.Unknown : OutcomeKind.Accepted, "");
            tallies.Call(gateway, TimeSpan.FromMilliseconds(20), answer, failed: i < failed);
        }

        await new GatewayTallyWriter(postgres.WorkerDatabase, tallies, NullLogger<GatewayTallyWriter>.Instance).WriteAsync(default);
    }
}
