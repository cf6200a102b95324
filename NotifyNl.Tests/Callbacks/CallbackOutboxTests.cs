using Microsoft.Extensions.Options;
using NotifyNl.Audit;
using NotifyNl.Callbacks;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Receipts;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Callbacks;

/// <summary>Whatever makes a message final tells it, in the same commit, to a service that wants to hear of it; and to no other.</summary>
public sealed class CallbackOutboxTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private static readonly IOptions<DeliveryOptions> Impatient = Options.Create(new DeliveryOptions { ReceiptPatience = TimeSpan.Zero, ReceiptWindow = TimeSpan.Zero, Horizon = TimeSpan.FromDays(1) });

    private DeliveryQueue Queue => new(postgres.WorkerDatabase, Impatient);

    [Theory]
    [InlineData(OutcomeKind.Refused, NotificationStatus.PermanentFailure)]
    [InlineData(OutcomeKind.Failed, NotificationStatus.TechnicalFailure)]
    [InlineData(OutcomeKind.Accepted, null)]
    [InlineData(OutcomeKind.Deferred, null)]
    [InlineData(OutcomeKind.Unknown, null)]
    public async Task OutcomeOfACall_WhenFinal_IsTold(OutcomeKind outcome, NotificationStatus? told)
    {
        var (given, batch) = await WithCallbackAsync(2);
        await SendAsync(outcome);

        await AssertToldAsync(given, batch, told, told is null ? 0 : 2);
    }

    [Fact]
    public async Task F19_ReceiptThreeTimesAlike_IsToldOnce()
    {
        var (given, batch) = await WithCallbackAsync(1);
        await SendAsync(OutcomeKind.Accepted);
        var id = await postgres.ReadAsync<Guid>("select id from notifications where batch_id = $1", batch);
        using var ledger = new ReceiptLedger(postgres.WorkerDatabase, new(TimeProvider.System));
        await ledger.StartAsync(default);

        await ledger.StoreAsync([new("cm", id, "0", NotificationStatus.Accepted, null)], default);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ledger.StoreAsync([new("cm", id, "2", NotificationStatus.Delivered, null)], default)));
        await ledger.StopAsync(default);

        await AssertToldAsync(given, batch, NotificationStatus.Delivered, 1);
    }

    [Fact]
    public async Task SilentGateway_IsTold()
    {
        var (given, batch) = await WithCallbackAsync(1);
        await SendAsync(OutcomeKind.Accepted);
        await postgres.ExecuteAsync("update notifications set sent_at = now() - interval '1 minute' where batch_id = $1", batch);
        await Task.Delay(5);

        await new DeliverySweep(postgres.WorkerDatabase, Impatient).GiveUpSilentAsync(default);

        await AssertToldAsync(given, batch, NotificationStatus.TemporaryFailure, 1);
    }

    [Fact]
    public async Task Uncertain_IsTold_AndTheTruthThatComesLateAsWell()
    {
        var (given, batch) = await WithCallbackAsync(1);
        await SendAsync(OutcomeKind.Unknown);
        await new DeliverySweep(postgres.WorkerDatabase, Impatient).SweepAsync(default);
        await AssertToldAsync(given, batch, NotificationStatus.Uncertain, 1);

        var id = await postgres.ReadAsync<Guid>("select id from notifications where batch_id = $1", batch);
        using var ledger = new ReceiptLedger(postgres.WorkerDatabase, new(TimeProvider.System));
        await ledger.StartAsync(default);
        await ledger.StoreAsync([new("cm", id, "2", NotificationStatus.Delivered, null)], default);
        await ledger.StopAsync(default);

        Assert.Equal(2L, await postgres.ReadAsync<long>("select count(*) from callback_events where subject_id = $1", id));
    }

    [Fact]
    public async Task Stop_IsTold()
    {
        var (given, batch) = await WithCallbackAsync(3);
        await using var db = postgres.OpenWeb(given.ServiceId);

        await new BatchStop(db, new AuditLog(db, TimeProvider.System)).StopAsync(given.ServiceId, batch, given.UserId, default);

        await AssertToldAsync(given, batch, NotificationStatus.Cancelled, 3);
    }

    [Fact]
    public async Task WhoIsOnTheOptOutList_IsTold_WhenTheMessagesAreMade()
    {
        var (given, _) = await WithCallbackAsync(0);
        var batch = await given.PressedBatchAsync(3);
        await postgres.ExecuteAsync(
            "insert into opt_outs select service_id, recipient_key, now(), 0 from upload_rows where upload_id = $1 and row_number = (select min(row_number) from upload_rows where upload_id = $1)", batch);
        await new BatchCopy(postgres.WorkerDatabase).CopyAsync(batch, default);

        await AssertToldAsync(given, batch, NotificationStatus.ValidationFailed, 1);
    }

    [Fact]
    public async Task ServiceWithoutCallback_IsToldNothing()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(2);
        await SendAsync(OutcomeKind.Refused);

        await AssertToldAsync(given, batch, null, 0);
        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.PermanentFailure));
    }

    private async Task<(Given, Guid Batch)> WithCallbackAsync(int rows)
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.Open();
        db.Add(new Callback
        {
            ServiceId = given.ServiceId,
            Kind = CallbackKind.DeliveryStatus,
            Url = Given.Seal.Seal(given.ServiceId, "https://voorbeeld.nl/"),
            Token = Given.Seal.Seal(given.ServiceId, "een-token-van-ons"),
            Secret = Given.Seal.Seal(given.ServiceId, CallbackSignature.NewSecret()),
        });
        await db.SaveChangesAsync();
        return (given, await given.QueuedBatchAsync(rows));
    }

    private async Task SendAsync(OutcomeKind outcome)
    {
        var set = (await new FairTurns(Queue, TimeProvider.System).ClaimAsync(Lane.Normal, mayGo: null, most: 500, default))!;
        Guid[] ids = [.. set.Messages.Select(m => m.Id)];
        await Queue.BeginAsync(set.Attempt, "cm", ids, default);
        await Queue.RecordAsync(set.Attempt, [.. ids.Select(id => new Outcome(id, outcome))], Soon, default);
        await Queue.EndAsync(set.Attempt, [], default);
    }

    private async Task AssertToldAsync(Given given, Guid batch, NotificationStatus? status, int count)
    {
        Assert.Equal(count, await postgres.ReadAsync<long>("select count(*) from callback_events where service_id = $1", given.ServiceId));
        if (status is { } told)
            Assert.Equal(count, await postgres.ReadAsync<long>(
                "select count(*) from callback_events e join notifications n on n.id = e.subject_id and n.done_at = e.created_at where n.batch_id = $1 and e.status = $2 and e.due_at <= now()", batch, (short)told));
        await given.AssertCountersAreTrueAsync();
    }
}
