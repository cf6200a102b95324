using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Audit;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Inbound;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Callbacks;

public sealed class CallbackDeliveryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Token = "een-token-van-ons";

    private readonly string secret = CallbackSignature.NewSecret();

    [Fact]
    public async Task Message_ThatBecameFinal_IsToldAsTheContractSays()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services();
        var given = await AtAsync(receiver);
        var (batch, eventId) = await EventAsync(given);
        await postgres.ExecuteAsync(
            "update notifications set sent_at = created_at + interval '2 seconds', reference = $2, recipient_as_typed = $3 where batch_id = $1",
            batch, Given.Seal.Seal(given.ServiceId, "zaak 12 · é"), Given.Seal.Seal(given.ServiceId, "06 10 000 000"));

        await DrainAsync(services);

        var heard = Assert.Single(receiver.Requests);
        Assert.Equal(("application/json", "Bearer " + Token, eventId.ToString()), (heard.Headers["Content-Type"], heard.Headers["Authorization"], heard.Headers["webhook-id"]));
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(heard.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(at, DateTimeOffset.UtcNow.AddSeconds(-20), DateTimeOffset.UtcNow);
        Assert.Equal(CallbackSignature.Sign([secret], eventId.ToString(), at, heard.Body), heard.Headers["webhook-signature"]);

        using var body = JsonDocument.Parse(heard.Body);
        Assert.Equal(
            ["id", "reference", "to", "status", "created_at", "completed_at", "sent_at", "notification_type", "template_id", "template_version"],
            body.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("zaak 12 · é", body.RootElement.GetProperty("reference").GetString());
        Assert.Equal("06 10 000 000", body.RootElement.GetProperty("to").GetString());
        Assert.Equal("delivered", body.RootElement.GetProperty("status").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", body.RootElement.GetProperty("sent_at").GetString());
        Assert.Equal(1, body.RootElement.GetProperty("template_version").GetInt32());
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from callback_events where service_id = $1", given.ServiceId));
        Assert.Equal("taken", await postgres.ReadAsync<string>("select result from callback_calls where event_id = $1 and http_status = 204 and attempt = 1", eventId));
    }

    [Fact]
    public async Task ReceivedText_IsToldAsTheContractSays()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services();
        var given = await AtAsync(receiver, CallbackKind.ReceivedText);
        await postgres.ExecuteAsync("insert into inbound_numbers (number, keyword, service_id) values ('31970102030', '', $1)", given.ServiceId);
        var texts = new InboundTexts(postgres.WorkerDatabase, Given.Seal, TimeProvider.System);

        var stored = (await texts.StoreAsync(new GatewayText("cm", "een", "0031612345678", "+31970102030", "Ja \"graag\" ☕"), default))!;
        await texts.StoreAsync(new GatewayText("cm", "een", "0031612345678", "+31970102030", "Ja \"graag\" ☕"), default); // told again
        await texts.StoreAsync(new GatewayText("cm", "twee", "0031612345678", "+31970999999", "Aan niemand"), default);
        await DrainAsync(services);

        Assert.Equal(
            $$"""{"id":"{{stored.Id}}","source_number":"31612345678","destination_number":"31970102030","message":"Ja \"graag\" ☕","date_received":"{{CallbackBody.Moment(stored.ReceivedAt)}}"}""",
            Encoding.UTF8.GetString(Assert.Single(receiver.Requests).Body));
    }

    [Fact]
    public async Task CloudEvent_WhereAskedFor_WrapsTheSameBody()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services(("EventSource", "urn:nld:oin:00000001234567890000:systeem:notify-nl"));
        var given = await AtAsync(receiver, cloudEvents: true);
        var (_, eventId) = await EventAsync(given);

        await DrainAsync(services);

        var heard = Assert.Single(receiver.Requests);
        Assert.Equal("application/cloudevents+json", heard.Headers["Content-Type"]);
        using var body = JsonDocument.Parse(heard.Body);
        Assert.Equal(["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"], body.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("1.0", eventId.ToString()), (body.RootElement.GetProperty("specversion").GetString(), body.RootElement.GetProperty("id").GetString()));
        Assert.Equal("delivered", body.RootElement.GetProperty("data").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task WhatMayGoBetterLater_IsRepeatedAndThenGivenUp(int status)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services(("RetryAfter", "00:00:00"), ("Attempts", "3"));
        receiver.AnswerWith(status);
        var given = await AtAsync(receiver);
        var (_, eventId) = await EventAsync(given);

        await DrainAsync(services);

        Assert.Equal(3, receiver.Requests.Count);
        Assert.Single(receiver.Requests.Select(r => r.Headers["webhook-id"]).Distinct());
        Assert.True(await postgres.ReadAsync<bool>("select failed_at is not null and due_at is null from callback_events where id = $1", eventId));
        Assert.Equal("1,2,3", await postgres.ReadAsync<string>("select string_agg(attempt::text, ',' order by id) from callback_calls where event_id = $1", eventId));
    }

    [Fact]
    public async Task Repeat_ComesAfterTheWaitAndNotBefore()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services();
        receiver.AnswerWith(502);
        var given = await AtAsync(receiver);
        var (_, eventId) = await EventAsync(given);

        await DrainAsync(services);

        Assert.Single(receiver.Requests);
        Assert.True(await postgres.ReadAsync<bool>("select due_at between now() + interval '290 seconds' and now() + interval '300 seconds' from callback_events where id = $1", eventId));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task WhatTheReceiverRefuses_IsNotRepeated_AndGoesOutAgainWhenAsked(int status)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services();
        receiver.AnswerWith(status);
        var given = await AtAsync(receiver);
        var (_, eventId) = await EventAsync(given);
        await DrainAsync(services);
        Assert.Single(receiver.Requests);
        Assert.Equal("receiver-refused", await postgres.ReadAsync<string>("select result from callback_events where id = $1 and failed_at is not null", eventId));

        receiver.AnswerWith(200);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var settings = Settings(db, services);
        Assert.Equal(0, await settings.ResendAsync(given.ServiceId, given.UserId, CallbackKind.DeliveryStatus, Guid.NewGuid(), default));
        Assert.Equal(1, await settings.ResendAsync(given.ServiceId, given.UserId, CallbackKind.DeliveryStatus, eventId, default));
        await DrainAsync(services);

        Assert.Equal(2, receiver.Requests.Count);
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from callback_events where id = $1", eventId));
    }

    [Fact]
    public async Task NodeThatDiedInBetween_CostsARepeatAndNothingElse()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services(("Lease", "00:00:01"), ("Timeout", "00:00:00.400"));
        var given = await AtAsync(receiver);
        var (_, eventId) = await EventAsync(given);
        var queue = services.GetRequiredService<CallbackQueue>();
        var dead = (await queue.ClaimAsync(default))!;

        await DrainAsync(services);
        Assert.Empty(receiver.Requests); // it is in the other's hands
        await Task.Delay(1_100);
        await DrainAsync(services);

        Assert.Equal(eventId.ToString(), Assert.Single(receiver.Requests).Headers["webhook-id"]);
        await queue.RecordAsync(dead, [(eventId, new CallbackAnswer(CallbackOutcome.Taken, 200, "taken", TimeSpan.Zero))], default);
        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from callback_calls where event_id = $1", eventId)); // its record came too late
    }

    [Fact]
    public async Task SlowReceiver_KeepsNobodyElseWaiting()
    {
        await using var slow = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        await using var services = Services(("CallsInFlight", "2"), ("Timeout", "00:00:05"));
        slow.Answer = http => Task.Delay(3_000, http.RequestAborted);
        var first = await AtAsync(slow);
        await EventAsync(first, rows: 40);
        var delivery = services.GetRequiredService<CallbackDelivery>();
        var held = Task.Run(() => delivery.DeliverNextAsync(default));
        await UntilAsync(() => slow.Requests.Count == 2);

        var second = await AtAsync(quick);
        await EventAsync(second, rows: 10);
        while (await delivery.DeliverNextAsync(default))
        {
        }

        Assert.Equal((10, 2), (quick.Requests.Count, slow.Requests.Count)); // five turns of two for the one, meanwhile one turn of the other
        await held;
    }

    [Fact]
    public async Task S13_SecretThatIsReplaced_SignsBesideTheNewOneUntilItIsEnded()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services();
        var given = await AtAsync(receiver);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var settings = Settings(db, services);

        var fresh = (await settings.RotateAsync(given.ServiceId, given.UserId, CallbackKind.DeliveryStatus, default))!;
        await EventAsync(given);
        await DrainAsync(services);
        await settings.EndOldSecretAsync(given.ServiceId, given.UserId, CallbackKind.DeliveryStatus, default);
        await EventAsync(given);
        await DrainAsync(services);

        var heard = receiver.Requests.ToArray();
        Assert.Equal(Expected(heard[0], fresh, secret), heard[0].Headers["webhook-signature"]);
        Assert.Equal(Expected(heard[1], fresh), heard[1].Headers["webhook-signature"]);

        static string Expected(Receiver.Heard heard, params string[] secrets) => CallbackSignature.Sign(
            secrets, heard.Headers["webhook-id"],
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(heard.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture)), heard.Body);
    }

    [Fact]
    public async Task MessageThatRetentionForgot_IsGivenUp()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var services = Services();
        var given = await AtAsync(receiver);
        var (batch, eventId) = await EventAsync(given);
        await postgres.ExecuteAsync("delete from notifications where batch_id = $1", batch);

        await DrainAsync(services);

        Assert.Empty(receiver.Requests);
        Assert.Equal("subject-gone", await postgres.ReadAsync<string>("select result from callback_events where id = $1 and failed_at is not null", eventId));
    }

    private ServiceProvider Services(params (string, string)[] settings) => Calling.Services(postgres, null, [Calling.Loopback, Calling.Loopback6, .. settings]);

    private static CallbackSettings Settings(NotifyDbContext db, ServiceProvider services) =>
        new(db, services.GetRequiredService<CallbackAddress>(), Given.Seal, new AuditLog(db, TimeProvider.System), TimeProvider.System);

    private static async Task DrainAsync(ServiceProvider services)
    {
        while (await services.GetRequiredService<CallbackDelivery>().DeliverNextAsync(default))
        {
        }
    }

    private async Task<Given> AtAsync(Receiver receiver, CallbackKind kind = CallbackKind.DeliveryStatus, bool cloudEvents = false)
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.Open();
        db.Add(new Callback
        {
            ServiceId = given.ServiceId,
            Kind = kind,
            Url = Given.Seal.Seal(given.ServiceId, receiver.Url),
            Token = Given.Seal.Seal(given.ServiceId, Token),
            Secret = Given.Seal.Seal(given.ServiceId, secret),
            CloudEvents = cloudEvents,
        });
        await db.SaveChangesAsync();
        return given;
    }

    private async Task<(Guid Batch, Guid Event)> EventAsync(Given given, int rows = 1)
    {
        var batch = await given.QueuedBatchAsync(rows);
        await postgres.ExecuteAsync("update notifications set status = 20, queued = false, done_at = now() where batch_id = $1", batch);
        await postgres.ExecuteAsync(
            """
            insert into callback_events (id, service_id, kind, subject_id, status, created_at, due_at, attempts)
            select gen_random_uuid(), service_id, 0, id, 20, now(), now(), 0 from notifications where batch_id = $1
            """,
            batch);
        return (batch, await postgres.ReadAsync<Guid>("select e.id from callback_events e join notifications n on n.id = e.subject_id where n.batch_id = $1 limit 1", batch));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 200 && !condition(); tries++)
            await Task.Delay(20);
        Assert.True(condition());
    }
}
