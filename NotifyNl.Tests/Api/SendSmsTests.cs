using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.ApiKeys;
using NotifyNl.Audit;
using NotifyNl.Delivery;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Api;

public sealed partial class SendSmsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Send_AnswersAfterCommit_AndQueuesTheMessageSealed()
    {
        var given = await ApiGiven.AsyncIn(host, s => s.PrefixesName = true, content: "Beste ((naam)),\r\n\r\nuw   paspoort ligt klaar .");
        var lastKnown = await host.Postgres.ReadAsync<bool>("select last_used_at is null from api_keys where id = $1", given.Keys[ApiKeyType.Live].Id);

        var reply = await given.SmsAsync(new { personalisation = new { naam = "Ans" }, reference = "zaak 12" }, number: "06 1234 5678");

        Assert.Equal(201, reply.Status);
        Assert.Equal(
            $$$"""{"id":"{{{reply.Id}}}","reference":"zaak 12","uri":"https://notify.example.nl/v2/notifications/{{{reply.Id}}}","template":{"id":"{{{given.TemplateId}}}","version":1,"uri":"https://notify.example.nl/services/{{{given.ServiceId}}}/templates/{{{given.TemplateId}}}"},"scheduled_for":null,"content":{"body":"Beste Ans,\n\nuw paspoort ligt klaar.","from_number":"Gemeente"}}""",
            reply.Body!.ToJsonString());
        Assert.True(lastKnown);
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from notifications n where n.id = $1 and n::text ~ '12345678|Ans|zaak'", reply.Id));
        Assert.True(await host.Postgres.ReadAsync<bool>("select queued and status = 0 and lane = 1 and batch_id is null and key_type = 0 and api_key_id = $2 from notifications where id = $1", reply.Id, given.Keys[ApiKeyType.Live].Id));
        Assert.Equal(1L, await host.Postgres.ReadAsync<long>("select sum(messages) from message_counts where service_id = $1 and batch_id = '00000000-0000-0000-0000-000000000000'", given.ServiceId));
    }

    [Fact]
    public async Task Get_TellsWhatWasSent_AsTyped()
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)).");
        var sent = await given.SmsAsync(new { personalisation = new { naam = "Ans" }, reference = "zaak 12" }, number: " 06 1234 5678 ");

        var reply = await given.GetAsync($"/v2/notifications/{sent.Id}", ApiKeyType.Test); // any key of the service reads

        var body = Moments().Replace(reply.Body!.ToJsonString(), "MOMENT");
        Assert.Equal(
            $$$"""{"id":"{{{sent.Id}}}","reference":"zaak 12","email_address":null,"phone_number":"06 1234 5678","line_1":null,"line_2":null,"line_3":null,"line_4":null,"line_5":null,"line_6":null,"postcode":null,"type":"sms","status":"created","template":{"id":"{{{given.TemplateId}}}","version":1,"uri":"https://notify.example.nl/v2/template/{{{given.TemplateId}}}/version/1"},"body":"Beste Ans.","subject":null,"created_at":"MOMENT","created_by_name":null,"sent_at":null,"completed_at":null,"scheduled_for":null,"postage":null,"one_click_unsubscribe_url":null,"is_cost_data_ready":false,"cost_in_pounds":null,"cost_details":{}}""",
            body);

        await host.Postgres.ExecuteAsync("update notifications set status = 24, sent_at = now(), done_at = now(), queued = false where id = $1", sent.Id);
        reply = await given.GetAsync($"/v2/notifications/{sent.Id}");
        Assert.Equal("temporary-failure", (string)reply.Body!["status"]!);
        Assert.Matches(Moments(), (string)reply.Body["completed_at"]!);
        Assert.Equal("""{"billable_sms_fragments":1,"international_rate_multiplier":1,"sms_rate":0.0227}""", reply.Body["cost_details"]!.ToJsonString());

        (await (await ApiGiven.AsyncIn(host)).GetAsync($"/v2/notifications/{sent.Id}")).AssertError(404, "NoResultFound: No result found");
    }

    [Fact]
    public async Task ATemplateThatHides_IsReadWithoutItsValues_OnceItsMessageHasLeft()
    {
        var given = await ApiGiven.AsyncIn(host, content: "((code)) is uw code.", lane: Lane.Urgent);
        await host.Postgres.ExecuteAsync("update templates set hides_after_sending = true where id = $1", given.TemplateId);
        var call = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var sent = await given.SmsAsync(new { personalisation = new { code = "734981" } }, headers: call);
        Assert.Equal("734981 is uw code.", (string)sent.Body!["content"]!["body"]!);
        Assert.Equal("734981 is uw code.", await BodyAsync());

        // The answer that is kept for who asks again holds no code either.
        var again = await given.SmsAsync(new { personalisation = new { code = "734981" } }, headers: call);
        Assert.Equal((201, sent.Id, "[verborgen] is uw code."), (again.Status, again.Id, (string)again.Body!["content"]!["body"]!));

        await host.Postgres.ExecuteAsync("update notifications set status = 10, queued = false, sent_at = now(), personalisation = '' where id = $1", sent.Id);
        Assert.Equal("[verborgen] is uw code.", await BodyAsync());
        Assert.Equal("[verborgen] is uw code.", (string)(await given.GetAsync("/v2/notifications")).Body!["notifications"]![0]!["body"]!);

        async Task<string> BodyAsync() => (string)(await given.GetAsync($"/v2/notifications/{sent.Id}")).Body!["body"]!;
    }

    [Fact]
    public async Task List_FiltersAndPages_ByTheCallersKeyType()
    {
        var given = await ApiGiven.AsyncIn(host);
        var live = new List<Guid>();
        for (var i = 0; i < 3; i++)
            live.Insert(0, (await given.SmsAsync(new { reference = i == 1 ? "een" : "ander" })).Id);
        var test = (await given.SmsAsync(type: ApiKeyType.Test)).Id;

        Assert.Equal(live, await IdsAsync("", ApiKeyType.Live));
        Assert.Equal([test], await IdsAsync("", ApiKeyType.Test));
        Assert.Equal([live[1]], await IdsAsync("?reference=een", ApiKeyType.Live));
        Assert.Equal(live[1..], await IdsAsync($"?older_than={live[0]}&status=created&status=sending", ApiKeyType.Live));
        Assert.Empty(await IdsAsync($"?older_than={Guid.NewGuid()}", ApiKeyType.Live));
        Assert.Empty(await IdsAsync("?status=delivered", ApiKeyType.Live));
        Assert.Empty(await IdsAsync("?template_type=letter", ApiKeyType.Live));
        Assert.Equal(live, await IdsAsync("?status=accepted&template_type=sms&include_jobs=True", ApiKeyType.Live));

        var page = await given.GetAsync("/v2/notifications?status=created");
        Assert.Equal("https://notify.example.nl/v2/notifications?status=created", (string)page.Body!["links"]!["current"]!);
        Assert.Equal($"https://notify.example.nl/v2/notifications?status=created&older_than={live[2]}", (string)page.Body["links"]!["next"]!);
        Assert.False((await given.GetAsync("/v2/notifications?status=delivered")).Body!["links"]!.AsObject().ContainsKey("next"));
        (await given.GetAsync("/v2/notifications?status=elephant&template_type=orange&include_jobs=x&older_than=1&page=2&a=1")).AssertError(
            400,
            "ValidationError: status elephant is not one of [cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, permanent-failure, pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, received]\n"
            + "ValidationError: template_type orange is not one of [sms, email, letter]\nValidationError: include_jobs x is not one of [true, True]\nValidationError: older_than is not a valid UUID\n"
            + "ValidationError: Additional properties are not allowed (a, page were unexpected)");

        async Task<List<Guid>> IdsAsync(string query, ApiKeyType type) =>
            [.. (await given.GetAsync("/v2/notifications" + query, type)).Body!["notifications"]!.AsArray().Select(n => (Guid)n!["id"]!)];
    }

    [Fact]
    public async Task S16_TestKey_NeverReachesAGateway_AndHearsWhatTheNumberPlays()
    {
        var given = await ApiGiven.AsyncIn(host);
        var parts = new Dictionary<string, string>
        {
            ["0699000001"] = "delivered",
            ["0699000002"] = "permanent-failure",
            ["0699000003"] = "temporary-failure",
            ["0699000004"] = "permanent-failure",
            ["0699000005"] = "sending",
            ["0699000006"] = "sending",
            ["0699000007"] = "delivered",
            ["07700900003"] = "temporary-failure",
            ["+447700900002"] = "permanent-failure",
            ["0612345678"] = "delivered",
        };
        var sent = new Dictionary<string, Guid>();
        foreach (var number in parts.Keys)
            sent[number] = (await given.SmsAsync(type: ApiKeyType.Test, number: number)).Id;
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from notifications where service_id = $1 and (queued or status in (0, 1, 3))", given.ServiceId));

        await host.Services.GetRequiredService<TestOutcomes>().SettleDueAsync(default);

        foreach (var (number, status) in parts)
            Assert.Equal((number, status), (number, (string)(await given.GetAsync($"/v2/notifications/{sent[number]}")).Body!["status"]!));
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from message_counts where service_id = $1 and batch_id <> $2", given.ServiceId, Batch.OfTestKeys));
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from day_allowances where service_id = $1", given.ServiceId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NumberOnTheOptOutList_IsTakenAndNotSentTo(bool sinceAnEarlierHashKey)
    {
        var given = await ApiGiven.AsyncIn(host);
        await using var db = host.Postgres.OpenWeb(given.ServiceId);
        if (sinceAnEarlierHashKey)
            await host.Postgres.ExecuteAsync("insert into opt_outs (service_id, recipient_key, since, reason) values ($1, $2, now(), 0)", given.ServiceId, Given.Seal.EarlierKeys("+31612345678")[0]);
        else
            await new OptOutList(db, Given.Seal, new AuditLog(db, TimeProvider.System), TimeProvider.System).AddAsync(given.ServiceId, given.UserId, ApiGiven.Number, default, default);

        var reply = await given.SmsAsync();

        Assert.Equal(201, reply.Status);
        Assert.Equal("validation-failed", (string?)(await given.GetAsync($"/v2/notifications/{reply.Id}")).Body!["status"]);
        Assert.False(await host.Postgres.ReadAsync<bool>("select queued from notifications where id = $1", reply.Id));
        Assert.Equal(1L, await host.Postgres.ReadAsync<long>("select sum(messages) from message_counts where service_id = $1 and status = 25", given.ServiceId));
    }

    [Fact]
    public async Task SimulatedNumber_IsAnswered_AndStoredNowhere()
    {
        var given = await ApiGiven.AsyncIn(host);
        var reply = await given.SmsAsync(number: "07700900111");
        Assert.Equal(201, reply.Status);
        (await given.GetAsync($"/v2/notifications/{reply.Id}")).AssertError(404, "NoResultFound: No result found");
    }

    [Fact]
    public async Task TeamKey_ReachesTeamGuestListAndNumbersThatPlay_AndNobodyElse()
    {
        var given = await ApiGiven.AsyncIn(host);
        await host.Postgres.ExecuteAsync(
            "insert into guests (id, service_id, channel, recipient, recipient_key) values ($1, $2, 0, $3, $4)",
            Guid.CreateVersion7(), given.ServiceId, Given.Seal.Seal(given.ServiceId, "+31612345678"), Given.Seal.Key("+31612345678"));
        await host.Postgres.ExecuteAsync("insert into members (service_id, user_id, permissions) values ($1, $2, 1)", given.ServiceId, given.UserId);
        await host.Postgres.ExecuteAsync("update users set mobile_number = $2 where id = $1", given.UserId, Given.Seal.Seal(given.UserId, "+31687654321"));

        Assert.Equal(201, (await given.SmsAsync(type: ApiKeyType.Team, number: "+31 6 12345678")).Status);
        Assert.Equal(201, (await given.SmsAsync(type: ApiKeyType.Team, number: "0687654321")).Status);
        var played = await given.SmsAsync(type: ApiKeyType.Team, number: "0699000002");
        Assert.Equal(NotificationStatus.Accepted, (NotificationStatus)await host.Postgres.ReadAsync<short>("select status from notifications where id = $1", played.Id));
        (await given.SmsAsync(type: ApiKeyType.Team, number: "0611111111")).AssertError(400, "BadRequestError: Can’t send to this recipient using a team-only API key");
        (await given.SmsAsync(type: ApiKeyType.Team, number: "020 1234567")).AssertError(400, "BadRequestError: Can’t send to this recipient using a team-only API key");
    }

    [Theory]
    [InlineData("0201234567", "InvalidPhoneError: Not a UK mobile number")]
    [InlineData("0900 1234", "ValidationError: phone_number Number is not valid – double check the phone number you entered")]
    [InlineData("06123456789", "ValidationError: phone_number Too many digits")]
    [InlineData("061234567", "ValidationError: phone_number Not enough digits")]
    [InlineData("06-abc", "ValidationError: phone_number Must not contain letters or symbols")]
    [InlineData("+24741111", "ValidationError: phone_number Not a valid country prefix")]
    public async Task Number_ThatCannotBe_IsRefusedInTheModelsWords(string number, string error) =>
        (await (await ApiGiven.AsyncIn(host)).SmsAsync(number: number)).AssertError(400, error);

    [Fact]
    public async Task Personalisation_TakesValuesAsTheModelDoes()
    {
        var given = await ApiGiven.AsyncIn(host, content: "((tekst)) ((getal)) ((breuk)) ((waar)) ((lijst)) ((voorwerp)) ((ja??zeker))((Nee een??nooit))");
        var reply = await given.SmsAsync(new
        {
            personalisation = new
            {
                tekst = "a",
                getal = 12,
                breuk = 1.50,
                waar = true,
                lijst = new object?[] { "x", 2, null, " y ", false },
                voorwerp = new { a = 1, b = "c" },
                JA = true,
                nee_een = false,
                over = "niet gebruikt",
            },
        });
        Assert.Equal("a 12 1.5 True x, 2, y and False {a: 1, b: c} zeker".Replace("{a: 1, b: c}", "{'a': 1, 'b': 'c'}", StringComparison.Ordinal), (string)reply.Body!["content"]!["body"]!);
        Assert.Equal((string)reply.Body["content"]!["body"]!, (string)(await given.GetAsync($"/v2/notifications/{reply.Id}")).Body!["body"]!);
        (await given.SmsAsync(new { personalisation = new { tekst = (string?)null, getal = "" } })).AssertError(
            400, "BadRequestError: Missing personalisation: tekst, breuk, waar, lijst, voorwerp, ja, Nee een");
    }

    [Fact]
    public async Task Template_ThatIsDeletedWhileSending_SendsNoMoreWithinTwoSeconds()
    {
        var given = await ApiGiven.AsyncIn(host);
        Assert.Equal(201, (await given.SmsAsync()).Status);
        await host.Postgres.ExecuteAsync("update templates set archived_at = now() where id = $1", given.TemplateId);
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        (await given.SmsAsync()).AssertError(400, "BadRequestError: Template has been deleted");
        Assert.Equal(200, (await given.GetAsync($"/v2/template/{given.TemplateId}")).Status);
    }

    [Fact]
    public async Task S16_KeyThatIsRevokedWhileSending_IsRefusedWithinFiveSeconds()
    {
        var given = await ApiGiven.AsyncIn(host);
        Assert.Equal(201, (await given.SmsAsync()).Status);
        await host.Postgres.ExecuteAsync("update api_keys set revoked_at = now() where id = $1", given.Keys[ApiKeyType.Live].Id);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        Reply reply;
        do
            reply = await given.SmsAsync();
        while (reply.Status == 201 && clock.Elapsed < TimeSpan.FromSeconds(10));

        reply.AssertError(403, "AuthError: Invalid token: API key revoked");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task S16_KeyOfAnotherServiceOrNetwork_OpensNothing()
    {
        var (given, other) = (await ApiGiven.AsyncIn(host), await ApiGiven.AsyncIn(host));
        var foreign = ApiGiven.Sign(new { iss = given.ServiceId, iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds() }, other.Keys[ApiKeyType.Live].Secret);
        (await given.SendAsync(HttpMethod.Get, "/v2/templates", null, $"Bearer {foreign}")).AssertError(403, "AuthError: Invalid token: API key not found");
        Assert.Equal(200, (await given.GetAsync("/v2/templates")).Status);

        var walled = await ApiGiven.AsyncIn(host);
        await host.Postgres.ExecuteAsync("update api_keys set networks = '{192.0.2.0/24}' where id = $1", walled.Keys[ApiKeyType.Live].Id);
        await host.Postgres.ExecuteAsync("update api_keys set networks = '{127.0.0.0/8,::1/128}' where id = $1", walled.Keys[ApiKeyType.Team].Id);
        (await walled.GetAsync("/v2/templates")).AssertError(403, "AuthError: Invalid token: API key can not be used from this network");
        Assert.Equal(200, (await walled.GetAsync("/v2/templates", ApiKeyType.Team)).Status);
    }

    [Fact]
    public async Task S4_GuessingAtAKey_OpensNothing_AndKeepsItsOwnerWorking()
    {
        var given = await ApiGiven.AsyncIn(host);
        for (var tries = 0; tries < 50; tries++)
        {
            var guess = ApiGiven.Sign(new { iss = given.ServiceId, iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds() }, $"{Guid.NewGuid()}");
            Assert.Equal(403, (await given.SendAsync(HttpMethod.Get, "/v2/templates", null, $"Bearer {guess}")).Status);
        }

        // A key is 122 bits of chance: there is nothing to be won by trying, so nothing is locked either.
        Assert.Equal(201, (await given.SmsAsync()).Status);
    }

    [Fact]
    public async Task Templates_AreToldAsTheWireHasThem()
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)), ((ja??tekst))");
        var reply = await given.GetAsync($"/v2/template/{given.TemplateId}");
        Assert.Equal(
            $$$"""{"id":"{{{given.TemplateId}}}","type":"sms","name":"Sjabloon {{{given.TemplateId}}}","created_at":"MOMENT","updated_at":null,"created_by":"{{{given.UserId:N}}}@voorbeeld.nl","version":1,"body":"Beste ((naam)), ((ja??tekst))","subject":null,"personalisation":{"naam":{"required":true},"ja":{"required":true}},"postage":null,"letter_contact_block":null}""",
            Moments().Replace(reply.Body!.ToJsonString(), "MOMENT"));
        Assert.Equal(reply.Body.ToJsonString(), (await given.GetAsync($"/v2/template/{given.TemplateId}/version/1")).Body!.ToJsonString());
        Assert.Equal(reply.Body.ToJsonString(), (await given.GetAsync($"/v2/template/{given.TemplateId}/version/0")).Body!.ToJsonString());
        (await given.GetAsync($"/v2/template/{given.TemplateId}/version/2")).AssertError(404, "NoResultFound: No result found");
        Assert.Equal(404, (await given.GetAsync($"/v2/template/{given.TemplateId}/version/een")).Status);
        Assert.Single((await given.GetAsync("/v2/templates?type=sms")).Body!["templates"]!.AsArray());
        Assert.Empty((await given.GetAsync("/v2/templates?type=email")).Body!["templates"]!.AsArray());
        (await given.GetAsync("/v2/templates?type=coconut")).AssertError(400, "ValidationError: type coconut is not one of [sms, email, letter]");
        var preview = await given.PostAsync($"/v2/template/{given.TemplateId}/preview", new { personalisation = new { Naam = "Jo", ja = "nee" }, anders = 1 });
        Assert.Equal($$"""{"id":"{{given.TemplateId}}","type":"sms","version":1,"body":"Beste Jo,","subject":null,"html":null,"postage":null}""", preview.Body!.ToJsonString());
        (await given.PostAsync($"/v2/template/{given.TemplateId}/preview", "")).AssertError(400, "BadRequestError: Missing personalisation: naam, ja");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")]
    private static partial Regex Moments();
}
