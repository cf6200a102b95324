using Microsoft.Extensions.Time.Testing;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Sending;

/// <summary>What a template that hides promises, as the tables hold it: once a message has left, its values are gone, and its number and status are not.</summary>
public sealed class HiddenTextsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task WhatAGatewayTook_LosesItsValuesInTheSameCommit_AndAnotherTemplateKeepsThem()
    {
        var (hiding, open) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        await HideAsync(hiding);
        var (hidden, kept) = (await hiding.QueuedBatchAsync(3), await open.QueuedBatchAsync(3));
        Assert.Equal((3L, 0L), (await WithValuesAsync(hidden), await RowsWithValuesAsync(hidden))); // the message alone has them now
        Assert.Equal((3L, 3L), (await WithValuesAsync(kept), await RowsWithValuesAsync(kept)));

        await DrainAsync(ScriptedGateway.Accept);

        Assert.Equal((0L, 0L), (await WithValuesAsync(hidden), await RowsWithValuesAsync(hidden)));
        Assert.Equal((3L, 3L), (await WithValuesAsync(kept), await RowsWithValuesAsync(kept)));
        Assert.Equal(3L, await postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and status = 10 and length(recipient) > 28", hidden));
    }

    [Fact]
    public async Task AnUncertainMessage_KeepsThem_SoThatItCanBeSentAgain()
    {
        var given = await Given.AsyncIn(postgres);
        await HideAsync(given);
        var batch = await given.QueuedBatchAsync(2);
        await DrainAsync(messages => new([.. messages.Select(m => new Outcome(m.Id, OutcomeKind.Unknown))]));
        await postgres.ExecuteAsync("update notifications set status = 24, due_at = null where batch_id = $1 and row_number = 2", batch);
        await RemoveAsync();
        Assert.Equal(2L, await WithValuesAsync(batch));

        await postgres.ExecuteAsync("update notifications set status = 20 where batch_id = $1", batch);
        await RemoveAsync();
        Assert.Equal(0L, await WithValuesAsync(batch));
    }

    [Theory]
    [InlineData(NotificationStatus.Cancelled)]
    [InlineData(NotificationStatus.ValidationFailed)]
    [InlineData(NotificationStatus.TechnicalFailure)]
    public async Task WhatEndsWithoutAGateway_LosesThemWithinAMinute(NotificationStatus status)
    {
        var given = await Given.AsyncIn(postgres);
        await HideAsync(given);
        var batch = await given.QueuedBatchAsync(2);
        await new HiddenTexts(postgres.WorkerDatabase).RemoveRecentAsync(default);
        Assert.Equal(2L, await WithValuesAsync(batch)); // still to be sent

        await postgres.ExecuteAsync("update notifications set status = $2, queued = false where batch_id = $1", batch, (short)status);
        await new HiddenTexts(postgres.WorkerDatabase).RemoveRecentAsync(default);
        Assert.Equal(0L, await WithValuesAsync(batch));
    }

    [Fact]
    public async Task WhatWasSentBeforeTheTemplateHid_LosesThemToo_HoweverOld()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(3);
        await DrainAsync(ScriptedGateway.Accept);
        await postgres.ExecuteAsync("update notifications set created_at = now() - interval '80 days' where batch_id = $1", batch);
        await RemoveAsync();
        Assert.Equal((3L, 3L), (await WithValuesAsync(batch), await RowsWithValuesAsync(batch)));

        await HideAsync(given);
        await RemoveAsync();
        Assert.Equal((0L, 0L), (await WithValuesAsync(batch), await RowsWithValuesAsync(batch)));
    }

    private Task<long> WithValuesAsync(Guid batch) => postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and length(personalisation) > 0", batch);

    private Task<long> RowsWithValuesAsync(Guid batch) =>
        postgres.ReadAsync<long>("select count(*) from upload_rows where upload_id = $1 and (personalisation is not null or length(cells) > 0)", batch);

    private Task HideAsync(Given given) => postgres.ExecuteAsync("update templates set hides_after_sending = true where service_id = $1", given.ServiceId);

    private async Task RemoveAsync() => await new HiddenTexts(postgres.WorkerDatabase).RemoveAllAsync(default);

    private async Task DrainAsync(Func<IReadOnlyList<OutgoingSms>, GatewayAnswer> answer)
    {
        var slot = GivenLines.Slot(postgres, clock, 1, GivenLines.Line(postgres, new ScriptedGateway(answer), clock));
        while (await slot.DeliverNextAsync(1, default) > 0)
            clock.Advance(TimeSpan.FromSeconds(1));
    }
}
