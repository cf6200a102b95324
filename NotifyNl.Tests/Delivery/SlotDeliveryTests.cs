using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Delivery;

public sealed class SlotDeliveryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int AnySlot = 1;

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    /// <summary>Each test begins with an empty queue.</summary>
    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync("delete from claims; delete from message_counts; delete from notifications");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Deliver_Batch_CarriesTheTextThatWasPreviewed()
    {
        var (given, batch) = await QueuedAsync(250);
        var gateway = new ScriptedGateway(ScriptedGateway.Accept);

        await DrainAsync(gateway);

        Assert.Equal([50, 100, 100], gateway.Calls.Select(c => c.Count).Order());
        Assert.Equal(250, gateway.Messages.Select(m => m.Id).Distinct().Count());
        Assert.All(gateway.Messages, m => Assert.Equal(("Gemeente", "Burgerzaken: Beste Ans, uw paspoort ligt klaar."), (m.Sender, m.Text)));
        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"+316{10_000_000 + i}"), gateway.Messages.Select(m => m.Number).Order());
        Assert.Equal(250, await given.CountAsync(batch, NotificationStatus.Accepted));
        await given.AssertCountersAreTrueAsync();
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from claims"));
    }

    [Fact]
    public async Task Deliver_UrgentBehindBulk_GoesFirst()
    {
        var (given, _) = await QueuedAsync(10, Lane.Bulk);
        await given.QueuedBatchAsync(10, Lane.Normal);
        await given.QueuedBatchAsync(10, Lane.Urgent);
        var lanes = new List<long>();
        var gateway = new ScriptedGateway(async (messages, _) =>
        {
            lanes.Add(await postgres.ReadAsync<long>("select lane::bigint from notifications where id = $1", messages[0].Id));
            return ScriptedGateway.Accept(messages);
        });

        await DrainAsync(gateway);

        Assert.Equal([0L, 1L, 2L], lanes);
    }

    [Fact]
    public async Task UrgentSlot_OnlyBulkWaiting_StaysFree()
    {
        await QueuedAsync(1, Lane.Bulk);
        var gateway = new ScriptedGateway(ScriptedGateway.Accept);

        Assert.Equal(0, await Slot(Line(gateway)).DeliverNextAsync(SlotDelivery.UrgentSlot, default));

        Assert.Empty(gateway.Calls);
    }

    [Fact]
    public async Task F13_Deliver_CallOpen_HoldsNoConnection()
    {
        await QueuedAsync(1);
        long busy = -1;
        var gateway = new ScriptedGateway(async (messages, _) =>
        {
            busy = await postgres.CountConnectionsAsync("usename = 'notify_worker' and state <> 'idle'");
            return ScriptedGateway.Accept(messages);
        });

        await DrainAsync(gateway);

        Assert.Equal(0, busy);
    }

    [Fact]
    public async Task Deliver_OneGuiltyMessage_StandsAloneAndTheOthersGo()
    {
        var (given, batch) = await QueuedAsync(100);
        var gateway = new ScriptedGateway(messages => messages.Any(m => m.Number == "+31610000037")
            ? messages.Count > 1 ? GatewayAnswer.SplitIt : GatewayAnswer.ForAll(messages, OutcomeKind.Failed, "gateway-malformed")
            : ScriptedGateway.Accept(messages));

        await DrainAsync(gateway);

        Assert.Equal(99, await given.CountAsync(batch, NotificationStatus.Accepted));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.TechnicalFailure));
        Assert.InRange(gateway.Calls.Count, 1, 15); // 1 + 2 for each halving of 100
    }

    [Fact]
    public async Task Deliver_LeaseLostWhileHalving_SendsNothingMore()
    {
        var (given, batch) = await QueuedAsync(4);
        ScriptedGateway gateway = null!;
        gateway = new ScriptedGateway(async (messages, _) =>
        {
            if (gateway.Calls.Count > 1)
                return ScriptedGateway.Accept(messages);
            await postgres.ExecuteAsync("update claims set lease_until = now() - interval '1 second'");
            await new DeliverySweep(postgres.WorkerDatabase, Options.Create(new DeliveryOptions())).SweepAsync(default);
            return GatewayAnswer.SplitIt;
        });

        await DrainAsync(gateway);

        Assert.Single(gateway.Calls);
        Assert.Equal(4, await given.CountAsync(batch, NotificationStatus.Unknown));
    }

    [Fact]
    public async Task Deliver_RowThatCannotBeRead_FailsAlone()
    {
        var (given, batch) = await QueuedAsync(3);
        await postgres.ExecuteAsync("update notifications set personalisation = '\\x0102' where batch_id = $1 and row_number = 3", batch);
        var gateway = new ScriptedGateway(ScriptedGateway.Accept);

        await DrainAsync(gateway);

        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Accepted));
        Assert.Equal("message-unreadable", await postgres.ReadAsync<string>("select reason from notifications where batch_id = $1 and status = 23", batch));
    }

    [Fact]
    public async Task Deliver_StoppedByAPersonWhileClaimed_DoesNotLeave()
    {
        var (given, batch) = await QueuedAsync(200);
        var stopped = new TaskCompletionSource();
        int? inFlight = null;
        var gateway = new ScriptedGateway(async (messages, _) =>
        {
            if (!stopped.Task.IsCompleted)
            {
                await using var db = postgres.OpenWeb(given.ServiceId);
                inFlight = await new BatchStop(db, new(db, TimeProvider.System)).StopAsync(given.ServiceId, batch, given.UserId, default);
                stopped.SetResult();
            }

            return ScriptedGateway.Accept(messages);
        });

        await DrainAsync(gateway, setsInFlight: 1);

        Assert.Equal(100, inFlight); // the first set was on the wire
        Assert.Equal(100, gateway.Messages.Count());
        Assert.Equal(100, await given.CountAsync(batch, NotificationStatus.Accepted));
        Assert.Equal(100, await given.CountAsync(batch, NotificationStatus.Cancelled));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Deliver_AccountRefused_PausesAndLosesNothing()
    {
        var (given, batch) = await QueuedAsync(500);
        var refuses = true;
        var gateway = new ScriptedGateway(messages => refuses
            ? GatewayAnswer.ForAll(messages, OutcomeKind.Deferred, "gateway-account", new GatewayTrouble("error code 101", NeedsPeople: true))
            : ScriptedGateway.Accept(messages));
        var line = Line(gateway);
        var slot = Slot(line, setsInFlight: 1);

        await slot.DeliverNextAsync(AnySlot, default);

        Assert.True(line.Pause.IsActive);
        Assert.Single(gateway.Calls);
        Assert.Equal(100, await given.CountAsync(batch, NotificationStatus.Deferred));
        Assert.Equal(400, await given.CountAsync(batch, NotificationStatus.Queued)); // back at once, not when a lease ends
        await given.AssertCountersAreTrueAsync();

        // The way back is felt for with one message.
        refuses = false;
        clock.Advance(TimeSpan.FromMinutes(1));
        while (await slot.DeliverNextAsync(AnySlot, default) > 0)
        {
        }

        Assert.Single(gateway.Calls.ElementAt(1));
        Assert.Equal(400, await given.CountAsync(batch, NotificationStatus.Accepted));
    }

    [Fact]
    public async Task F10_Deliver_GatewayThatAnswersNothing_CostsAFewUnknownMessages()
    {
        var (given, batch) = await QueuedAsync(1_000);
        var gateway = new ScriptedGateway(messages => GatewayAnswer.ForAll(messages, OutcomeKind.Unknown, "gateway-no-answer", new GatewayTrouble("HTTP 500")));
        var line = Line(gateway);
        var slot = Slot(line);

        for (var seconds = 0; seconds < 60; seconds++)
        {
            if (!line.Pause.IsActive)
                await slot.DeliverNextAsync(AnySlot, default);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(await given.CountAsync(batch, NotificationStatus.Unknown), 100, 230); // the first two sets, then one message a try
    }

    [Fact]
    public async Task F9_OutcomeCannotBeStoredAfterTheAccept_IsUnknownUntilItsReceiptAndNeverSentAgain()
    {
        var (given, batch) = await QueuedAsync(1);
        var gateway = new ScriptedGateway(async (messages, _) =>
        {
            await postgres.ExecuteAsync("revoke update on notifications from notify_worker");
            return ScriptedGateway.Accept(messages);
        });
        try
        {
            await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => DrainAsync(gateway));
        }
        finally
        {
            await postgres.ExecuteAsync("grant update on notifications to notify_worker");
        }

        await postgres.ExecuteAsync("update claims set lease_until = now() - interval '1 second'");
        await new DeliverySweep(postgres.WorkerDatabase, Options.Create(new DeliveryOptions())).SweepAsync(default);
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Unknown));
        await DrainAsync(gateway);
        Assert.Single(gateway.Calls);

        using var ledger = new NotifyNl.Receipts.ReceiptLedger(postgres.WorkerDatabase, new GatewayTallies(TimeProvider.System));
        await ledger.StartAsync(default);
        await ledger.StoreAsync([GatewayCodes.Receipt("scripted", GatewayKind.CmCom, gateway.Messages.Single().Reference, "2")], default);
        await ledger.StopAsync(default);
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Delivered));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task LineThatBreaksOff_LeavesTheClaim_SoThatTheSweepFindsWhatItHadInHand()
    {
        var (given, batch) = await QueuedAsync(300);
        var gateway = new ScriptedGateway((_, _) => Task.FromException<GatewayAnswer>(new Npgsql.NpgsqlException("The connection was cut.")));

        await Assert.ThrowsAsync<Npgsql.NpgsqlException>(() => DrainAsync(gateway, setsInFlight: 1));
        await postgres.ExecuteAsync("update claims set lease_until = now() - interval '1 second'");
        await new DeliverySweep(postgres.WorkerDatabase, Options.Create(new DeliveryOptions())).SweepAsync(default);

        Assert.Equal((100L, 200L), (await given.CountAsync(batch, NotificationStatus.Unknown), await given.CountAsync(batch, NotificationStatus.Queued)));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Stop_CallUnderWay_IsFinishedAndRecordedAndTheRestGoesBack()
    {
        var (given, batch) = await QueuedAsync(300);
        using var stop = new CancellationTokenSource();
        var gateway = new ScriptedGateway(async (messages, cancel) =>
        {
            await stop.CancelAsync();
            await Task.Delay(200, cancel);
            return ScriptedGateway.Accept(messages);
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => Slot(Line(gateway), setsInFlight: 1).DeliverNextAsync(AnySlot, stop.Token));

        Assert.Equal(100, await given.CountAsync(batch, NotificationStatus.Accepted));
        Assert.Equal(200, await given.CountAsync(batch, NotificationStatus.Queued));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from claims"));
    }

    private async Task<(Given, Guid Batch)> QueuedAsync(int rows, Lane lane = Lane.Normal)
    {
        var given = await Given.AsyncIn(postgres);
        return (given, await given.QueuedBatchAsync(rows, lane));
    }

    private async Task DrainAsync(ISmsGateway gateway, int setsInFlight = 2)
    {
        var slot = Slot(Line(gateway), setsInFlight);
        while (await slot.DeliverNextAsync(AnySlot, default) > 0)
        {
        }
    }

    private GatewayLine Line(ISmsGateway gateway) => GivenLines.Line(postgres, gateway, clock);

    private SlotDelivery Slot(GatewayLine line, int setsInFlight = 2) => GivenLines.Slot(postgres, clock, setsInFlight, line);
}
