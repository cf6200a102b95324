using Microsoft.Extensions.Time.Testing;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Delivery;

/// <summary>Which gateway gets a message when there are several.</summary>
public sealed class GatewayLinesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int AnySlot = 1;

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    /// <summary>Each test begins with an empty queue and knows no gateway.</summary>
    public async ValueTask InitializeAsync() =>
        await postgres.ExecuteAsync("delete from claims; delete from message_counts; delete from notifications; delete from gateways");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Deliver_ByWeight_SharesTheMessages()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(3_000);
        var (one, two, never) = (Accepting("one"), Accepting("two"), Accepting("never"));

        await DrainAsync(Line(one, weight: 75), Line(two, weight: 25), Line(never, weight: 0));

        Assert.Equal(3_000, await given.CountAsync(batch, NotificationStatus.Accepted));
        Assert.InRange(one.Messages.Count(), 1_500, 2_900); // 30 sets: chance, but not that much
        Assert.Equal(3_000, one.Messages.Count() + two.Messages.Count());
        Assert.Empty(never.Calls);
        Assert.Equal(one.Messages.Count(), await postgres.ReadAsync<long>("select count(*) from notifications where gateway = 'one'"));
    }

    [Fact]
    public async Task F18_PrimaryDead_NewMessagesGoElsewhereAndUnknownOnesStay()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(1_000, Lane.Urgent);
        var dead = new ScriptedGateway(messages => GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-no-answer", new GatewayTrouble("HTTP 500"))) { Name = "dead" };
        var well = Accepting("well");
        var lines = new[] { Line(dead, weight: 1_000), Line(well, weight: 1) };

        await DrainAsync(lines);

        var unknown = await given.CountAsync(batch, NotificationStatus.Unknown);
        Assert.InRange(unknown, 100, 200); // the calls that were under way
        Assert.Equal(1_000 - unknown, well.Messages.Count());

        // Their one repeat goes by the same gateway: it waits while that is shut, and does not go to the other.
        lines[0].Pause.Trouble(new GatewayTrouble("HTTP 500"), feelTheWayBack: true);
        await postgres.ExecuteAsync("update notifications set due_at = now() where status = 11");
        await new DeliverySweep(postgres.WorkerDatabase, Microsoft.Extensions.Options.Options.Create(new DeliveryOptions())).SweepAsync(default);
        await DrainAsync(lines);
        Assert.Equal(1_000 - unknown, well.Messages.Count());
        Assert.Equal(unknown, await postgres.ReadAsync<long>("select count(*) from notifications where status = 3 and reason = 'gateway-paused' and gateway = 'dead'"));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Deliver_ServiceBoundToAGateway_GoesThereOrWaits()
    {
        var (bound, free) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        await bound.QueuedBatchAsync(50);
        await free.QueuedBatchAsync(50);
        var (any, own) = (Accepting("any"), Accepting("own"));
        var ownLine = Line(own, weight: 0, services: $"{bound.ServiceId}");
        await postgres.ExecuteAsync("insert into gateways (name, paused_at) values ('own', now())");

        await DrainAsync(Line(any), ownLine);

        Assert.Equal((50, 0), (any.Messages.Count(), own.Messages.Count()));
        Assert.Equal(50L, await postgres.ReadAsync<long>("select count(*) from notifications where queued and service_id = $1", bound.ServiceId)); // not even claimed
        await postgres.ExecuteAsync("update gateways set paused_at = null");
        await DrainAsync(Line(any), ownLine);
        Assert.Equal((50, 50), (any.Messages.Count(), own.Messages.Count()));
    }

    [Fact]
    public async Task Deliver_CountryBoundToAGateway_GoesThere()
    {
        var given = await Given.AsyncIn(postgres);
        await given.QueuedBatchAsync(40, number: i => i % 4 == 0 ? $"+3247{1_000_000 + i}" : $"+316{10_000_000 + i}");
        var (any, belgium) = (Accepting("any"), Accepting("belgium"));

        await DrainAsync(Line(any), Line(belgium, weight: 0, countries: "32"));

        Assert.Equal(10, belgium.Messages.Count());
        Assert.All(belgium.Messages, message => Assert.StartsWith("+32", message.Number, StringComparison.Ordinal));
        Assert.Equal(30, any.Messages.Count());
    }

    [Fact]
    public async Task Deliver_AllShutByHand_TakesNothing()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(10);
        await postgres.ExecuteAsync("insert into gateways (name, paused_at) values ('one', now())");
        var one = Accepting("one");

        await DrainAsync(Line(one));

        Assert.Empty(one.Calls);
        Assert.Equal(10, await given.CountAsync(batch, NotificationStatus.Queued));
    }

    [Fact]
    public async Task Deliver_OneMessageACall_ManyAtOnce()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(128);
        var (now, most) = (0, 0);
        var gateway = new ScriptedGateway(async (messages, cancel) =>
        {
            lock (given)
                most = Math.Max(most, ++now);
            await Task.Delay(20, cancel);
            lock (given)
                now--;
            return ScriptedGateway.Accept(messages);
        })
        { MessagesPerCall = 1 };

        await DrainAsync(Line(gateway));

        Assert.All(gateway.Calls, call => Assert.Single(call));
        Assert.Equal(128, await given.CountAsync(batch, NotificationStatus.Accepted));
        Assert.InRange(most, 32, 128);
    }

    [Theory]
    [InlineData(1, false)] // a mishap of one call
    [InlineData(32, true)]
    public async Task Deliver_OneMessageACall_AFewFailures_DoNotShutTheGateway(int failing, bool shut)
    {
        var given = await Given.AsyncIn(postgres);
        await given.QueuedBatchAsync(64, number: i => $"+316{10_000_000 + i}");
        var gateway = new ScriptedGateway(messages => int.Parse(messages[0].Number[4..], System.Globalization.CultureInfo.InvariantCulture) < 10_000_000 + failing
            ? GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-no-answer", new GatewayTrouble("HTTP 500"))
            : ScriptedGateway.Accept(messages))
        { MessagesPerCall = 1 };
        var line = Line(gateway);

        await GivenLines.Slot(postgres, clock, 1, line).DeliverNextAsync(AnySlot, default);

        Assert.Equal(shut, line.Pause.IsActive);
    }

    private static ScriptedGateway Accepting(string name) => new(ScriptedGateway.Accept) { Name = name };

    private GatewayLine Line(ScriptedGateway gateway, int weight = 100, string services = "", string countries = "") => GivenLines.Line(
        postgres, gateway, clock,
        new GatewayOptions { Kind = gateway.MessagesPerCall == 1 ? GatewayKind.Spryng : GatewayKind.CmCom, Weight = weight, Services = services, Countries = countries });

    private async Task DrainAsync(params GatewayLine[] lines)
    {
        var slot = GivenLines.Slot(postgres, clock, 2, lines);
        using var enough = new CancellationTokenSource();
        while (true)
        {
            // A gateway that was shut in between is waited for; the clock of this test stands still.
            var next = slot.DeliverNextAsync(AnySlot, enough.Token);
            if (await Task.WhenAny(next, Task.Delay(2_000)) != next)
            {
                await enough.CancelAsync();
                return;
            }

            if (await next == 0)
                return;
        }
    }
}
