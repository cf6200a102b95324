using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Delivery;

/// <summary>Where each message has a call of its own, those that are begun together do not wait for the slowest.</summary>
public sealed class OneSlowCallTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task F13_Deliver_OneSlowCallOfMany_HoldsUpNoOther()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(200);
        var slow = new TaskCompletionSource<GatewayAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var gateway = new ScriptedGateway(async (messages, _) => messages[0].Number == "+31610000005" ? await slow.Task : ScriptedGateway.Accept(messages)) { MessagesPerCall = 1 };
        var line = GivenLines.Line(postgres, gateway, TimeProvider.System);
        var delivering = GivenLines.Slot(postgres, TimeProvider.System, setsInFlight: 1, line).DeliverNextAsync(slot: 1, default);

        for (var tries = 0; await given.CountAsync(batch, NotificationStatus.Accepted) < 199; tries++)
        {
            Assert.True(tries < 200, "The others of its set, or the sets behind it, wait for one call.");
            await Task.Delay(50);
        }

        Assert.False(delivering.IsCompleted);
        slow.SetResult(ScriptedGateway.Accept([gateway.Messages.Single(m => m.Number == "+31610000005")]));
        await delivering;
        Assert.Equal((200L, 200), (await given.CountAsync(batch, NotificationStatus.Accepted), gateway.Calls.Count));
        await given.AssertCountersAreTrueAsync();
    }
}
