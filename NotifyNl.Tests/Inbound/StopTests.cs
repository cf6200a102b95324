using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Inbound;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Inbound;

/// <summary>A citizen who sends STOP or UIT is on the opt-out list of that service and no other, in the commit that stores the text.</summary>
public sealed class StopTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly Guid Citizen = Given.Seal.Key("+31612345678");

    private InboundTexts Texts => new(postgres.WorkerDatabase, Given.Seal, TimeProvider.System);

    [Theory]
    [InlineData("STOP", true)]
    [InlineData("  stop. ", true)]
    [InlineData("Uit!", true)]
    [InlineData("Stop ermee", false)]
    [InlineData("Stopt het nog?", false)]
    [InlineData("Ja", false)]
    public async Task Text_OptsOutWhoSendsIt_OnceAndOfThisServiceOnly(string text, bool stops)
    {
        var (given, other) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        var number = await NumberAsync(given);

        for (var time = 0; time < 2; time++)
            Assert.NotNull(await Texts.StoreAsync(new GatewayText("cm", $"{Guid.NewGuid()}", "0031612345678", number, text), default));

        Assert.Equal(stops ? 1L : 0L, await postgres.ReadAsync<long>("select count(*) from opt_outs where service_id = $1 and recipient_key = $2 and reason = 0", given.ServiceId, Citizen));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from opt_outs where service_id = $1", other.ServiceId));

        // One line for what happened once, of nobody of the team, in the chain of the organisation.
        Assert.Equal(stops ? 1L : 0L, await postgres.ReadAsync<long>(
            "select count(*) from audit_entries e join audit_links l on l.entry_id = e.id where e.service_id = $1 and e.action = 'opt-out-by-text' and e.user_id is null", given.ServiceId));
    }

    [Fact]
    public async Task Stop_AfterTheWordOfASharedNumber_IsOfTheServiceOfThatWord()
    {
        var given = await Given.AsyncIn(postgres);
        var number = await NumberAsync(given, "PASPOORT");

        await Texts.StoreAsync(new GatewayText("cm", null, "+31612345678", number, "Paspoort stop"), default);

        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from opt_outs where service_id = $1", given.ServiceId));
    }

    [Fact]
    public async Task Conversation_SaysThatTheNumberIsOnTheList()
    {
        var given = await Given.AsyncIn(postgres);
        var number = await NumberAsync(given);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var inbox = new Inbox(db, Given.Seal, new MessageText(Given.Seal), TimeProvider.System);

        await Texts.StoreAsync(new GatewayText("cm", $"{Guid.NewGuid()}", "+31612345678", number, "Hallo"), default);
        Assert.False((await inbox.OpenAsync(given.ServiceId, Citizen, default))!.OptedOut);
        await Texts.StoreAsync(new GatewayText("cm", $"{Guid.NewGuid()}", "+31612345678", number, "UIT"), default);
        Assert.True((await inbox.OpenAsync(given.ServiceId, Citizen, default))!.OptedOut);
    }

    [Fact]
    public async Task MessageThatWaited_IsNotSentToWhoSentStopMeanwhile()
    {
        var given = await Given.AsyncIn(postgres);
        var number = await NumberAsync(given);
        var batch = await given.QueuedBatchAsync(2);
        var ids = await postgres.ReadAsync<Guid[]>("select array_agg(id order by id) from notifications where batch_id = $1", batch);
        await postgres.ExecuteAsync("update notifications set recipient_key = $2 where id = $1", ids[0], Citizen);
        await postgres.ExecuteAsync("update notifications set status = 3, queued = false, due_at = now() - interval '1 second' where batch_id = $1", batch);
        await postgres.ExecuteAsync("update message_counts set status = 3 where batch_id = $1", batch);

        await Texts.StoreAsync(new GatewayText("cm", $"{Guid.NewGuid()}", "+31612345678", number, "STOP"), default);
        await new DeliverySweep(postgres.WorkerDatabase, Microsoft.Extensions.Options.Options.Create(new DeliveryOptions())).SweepAsync(default);

        Assert.Equal("opted-out", await postgres.ReadAsync<string>("select reason from notifications where id = $1 and status = $2 and done_at is not null", ids[0], (short)NotificationStatus.ValidationFailed));
        Assert.True(await postgres.ReadAsync<bool>("select queued from notifications where id = $1", ids[1]));
        await given.AssertCountersAreTrueAsync();
    }

    private async Task<string> NumberAsync(Given given, string word = "")
    {
        var number = $"3197{Random.Shared.NextInt64(10_000_000, 99_999_999)}";
        await postgres.ExecuteAsync("insert into inbound_numbers values ($1, $2, $3)", number, word, given.ServiceId);
        return number;
    }
}
