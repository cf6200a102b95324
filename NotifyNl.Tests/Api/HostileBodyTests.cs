using System.Net.Sockets;
using System.Text;
using NotifyNl.Inbound;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Api;

/// <summary>B26 of the bad input: whatever a body holds, the answer is in the envelope of the wire, and never 415, problem+json or 500.</summary>
public sealed class HostileBodyTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string NoJson = "BadRequestError: Invalid JSON supplied in POST data";

    [Fact]
    public async Task B26_BodyThatIsNoJson_IsSaid()
    {
        var given = await ApiGiven.AsyncIn(host);
        var head = $$"""{"phone_number":"0612345678","template_id":"{{given.TemplateId}}",""";
        foreach (var body in new[]
        {
            "", "{", "geen json", head + "\"a\":1,}", head + "\"a\":NaN}", head + "\"a\":Infinity}", head + "/* c */\"a\":1}", head + "\"a\":\"\\ud800\"}",
            new string('[', 1000) + new string(']', 1000), head + "\"personalisation\":" + string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000) + "}",
        })
        {
            (await given.PostAsync("/v2/notifications/sms", body)).AssertError(400, NoJson);
        }

        (await given.PostAsync("/v2/notifications/sms", (byte[])[.. Encoding.UTF8.GetBytes(head + "\"reference\":\""), 0xff, 0xfe, .. "\"}"u8])).AssertError(400, NoJson);
        foreach (var list in new[] { "", "{\"rows\":[[\"a\"],]}", "{\"rows\":" + new string('[', 1000) + new string(']', 1000) + "}", "{\"csv\":\"\\ud800\"}", "{\"rows\":[[\"a\"]]} {}", "{\"rows\":[[" })
            (await given.PostAsync("/v2/notifications/bulk", list)).AssertError(400, NoJson);
        (await given.PostAsync("/v2/notifications/bulk", (byte[])[.. "{\"csv\":\""u8, 0xff, .. "\"}"u8])).AssertError(400, NoJson);
        (await given.PostAsync("/v2/notifications/bulk", (byte[])[.. "{\"rows\":[[\""u8, 0xff, .. "\"]]}"u8])).AssertError(400, NoJson);
        (await given.PostAsync("/v2/notifications/sms", (byte[])[0x1f, 0x8b, 8, 0, 0, 0, 0, 0], headers: ("Content-Encoding", "gzip"))).AssertError(400, NoJson);
    }

    [Theory]
    [InlineData("null", "ValidationError: phone_number is a required property\nValidationError: template_id is a required property")]
    [InlineData("0.0", "ValidationError: phone_number is a required property\nValidationError: template_id is a required property")]
    [InlineData("[1]", "ValidationError: [1] is not of type object")]
    [InlineData("[\"a\", {\"b\": [null, true, 1.50, \"it's\"]}]", "ValidationError: [a, {b: [None, True, 1.5, \"its\"]}] is not of type object")]
    [InlineData("7", "ValidationError: 7 is not of type object")]
    [InlineData("{\"phone_number\":1e16,\"template_id\":[],\"reference\":null,\"personalisation\":[1],\"b\":1,\"a\":2}", "ValidationError: reference None is not of type string\nValidationError: phone_number 1e+16 is not of type string\nValidationError: template_id is not a valid UUID\nValidationError: personalisation [1] is not of type object\nValidationError: Additional properties are not allowed (a, b were unexpected)")]
    public async Task B26_BodyOfAnotherForm_IsJudgedAsTheModelDoes(string body, string errors) =>
        (await (await ApiGiven.AsyncIn(host)).PostAsync("/v2/notifications/sms", body)).AssertError(400, errors);

    [Fact]
    public async Task B26_DuplicateNamesAndOtherContentTypes_AreRead_TheLastNameCounts()
    {
        var given = await ApiGiven.AsyncIn(host);
        var reply = await given.PostAsync(
            "/v2/notifications/sms", $$"""{"phone_number":"x","template_id":"{{given.TemplateId}}","phone_number":"0612345678"}""", headers: ("Content-Type", "text/plain"));
        Assert.Equal(201, reply.Status);
    }

    [Fact]
    public async Task B26_BodyOfMoreThanAMebibyte_Is413_AndManyNamesAreRead()
    {
        var given = await ApiGiven.AsyncIn(host);
        var large = await given.PostAsync("/v2/notifications/sms", new byte[(1 << 20) + 1]);
        large.AssertError(413, "RequestEntityTooLarge: Request body must not be larger than 1 MiB");

        var names = string.Join(',', Enumerable.Range(0, 70_000).Select(n => $"\"{n}\":\"\""));
        Assert.Equal(201, (await given.PostAsync("/v2/notifications/sms", $$$"""{"phone_number":"0612345678","template_id":"{{{given.TemplateId}}}","personalisation":{{{{names}}}}}""")).Status);

        // A million names are more than a mebibyte, and too many for what a list may hold beside its rows.
        var million = "{\"personalisation\":{" + string.Join(',', Enumerable.Range(0, 1_000_000).Select(n => $"\"{n}\":1")) + "}}";
        (await given.PostAsync("/v2/notifications/sms", million)).AssertError(413, "RequestEntityTooLarge: Request body must not be larger than 1 MiB");
        Assert.StartsWith("ValidationError: name is a required property", (await given.PostAsync("/v2/notifications/bulk", million)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B26_SlowBody_HoldsNobodyUp_AndIsGivenUpOn()
    {
        var given = await ApiGiven.AsyncIn(host);
        using var slow = new TcpClient();
        await slow.ConnectAsync("127.0.0.1", new Uri(host.Address).Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v2/notifications/sms HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {given.Token()}\r\nContent-Length: 5000\r\n\r\n{{"));
        Assert.Equal(201, (await given.SmsAsync()).Status);
        using var reader = new StreamReader(slow.GetStream());
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_AndMethods_ThatAreNot_GetTheOtherEnvelope()
    {
        var given = await ApiGiven.AsyncIn(host);
        foreach (var path in new[] { "/v2", "/v2/", "/v2/nergens", "/v2/notifications/", "/v2/template", "/v2/template/x/version/-1" })
        {
            var reply = await given.SendAsync(HttpMethod.Get, path, null, null);
            Assert.Equal((404, "error"), (reply.Status, (string?)reply.Body!["result"]));
        }

        var method = await given.SendAsync(HttpMethod.Delete, "/v2/notifications", null, null);
        Assert.Equal((405, "The method is not allowed for the requested URL."), (method.Status, (string?)method.Body!["message"]));
        Assert.Equal(200, (await given.SendAsync(HttpMethod.Options, "/v2/notifications/sms", null, null)).Status);
        Assert.Equal(401, (await given.SendAsync(HttpMethod.Head, "/v2/notifications", null, null)).Status);
        Assert.Equal(404, (await given.PostAsync("/v2/notifications/foo", "{}")).Status);
    }

    [Fact]
    public async Task Cancel_TakesBackWhatHasNotLeft()
    {
        var given = await ApiGiven.AsyncIn(host);
        var sent = await given.SmsAsync();

        Assert.Equal("cancelled", (string?)(await given.PostAsync($"/v2/notifications/{sent.Id}/cancel", "")).Body!["status"]);
        (await given.PostAsync($"/v2/notifications/{sent.Id}/cancel", "")).AssertError(409, "ConflictError: Notification can not be cancelled: it has left already");
        (await given.PostAsync($"/v2/notifications/{Guid.NewGuid()}/cancel", "")).AssertError(404, "NoResultFound: No result found");
        (await given.PostAsync("/v2/notifications/x/cancel", "")).AssertError(400, "ValidationError: notification_id is not a valid UUID");
        (await (await ApiGiven.AsyncIn(host)).PostAsync($"/v2/notifications/{sent.Id}/cancel", "")).AssertError(404, "NoResultFound: No result found");
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select sum(messages) from message_counts where service_id = $1 and status = 0", given.ServiceId));
        Assert.Equal(1L, await host.Postgres.ReadAsync<long>("select sum(messages) from message_counts where service_id = $1 and status = 26", given.ServiceId));
    }

    [Fact]
    public async Task Batch_IsToldAndStopped()
    {
        var batch = await Given.AsyncIn(host.Postgres);
        var given = await ApiGiven.OfAsync(host, batch.ServiceId, batch.UserId);
        var id = await batch.QueuedBatchAsync(3);

        var told = await given.GetAsync($"/v2/batches/{id}");
        Assert.Equal(("lijst.xlsx", "sending", """{"total":3,"created":3}"""), ((string?)told.Body!["name"], (string?)told.Body["status"], told.Body["counts"]!.ToJsonString()));
        var stopped = await given.PostAsync($"/v2/batches/{id}/cancel", "");
        Assert.Equal(("cancelled", """{"total":3,"cancelled":3}"""), ((string?)stopped.Body!["status"], stopped.Body["counts"]!.ToJsonString()));
        (await (await ApiGiven.AsyncIn(host)).GetAsync($"/v2/batches/{id}")).AssertError(404, "NoResultFound: No result found");
        Assert.Equal(3, (await given.GetAsync("/v2/notifications?include_jobs=true")).Body!["notifications"]!.AsArray().Count);
        Assert.Empty((await given.GetAsync("/v2/notifications")).Body!["notifications"]!.AsArray());
    }

    [Fact]
    public async Task ReceivedTexts_AreToldNewestFirst()
    {
        var given = await ApiGiven.AsyncIn(host);
        var texts = Enumerable.Range(0, 2).Select(n => new InboundText
        {
            Id = Guid.CreateVersion7(),
            ServiceId = given.ServiceId,
            Gateway = "cm",
            Reference = $"{Guid.NewGuid()}",
            SentTo = "31970000000",
            Sender = Given.Seal.Seal(given.ServiceId, "+31612345678"),
            SenderKey = Given.Seal.Key("+31612345678"),
            Text = Given.Seal.Seal(given.ServiceId, $"Tekst {n}"),
            ReceivedAt = DateTimeOffset.UtcNow.AddMinutes(n),
        }).ToList();
        await using (var db = host.Postgres.Open())
        {
            db.AddRange(texts);
            await db.SaveChangesAsync();
        }

        var page = (await given.GetAsync("/v2/received-text-messages")).Body!;
        Assert.Equal([texts[1].Id, texts[0].Id], page["received_text_messages"]!.AsArray().Select(t => (Guid)t!["id"]!));
        Assert.Equal(("31612345678", "Tekst 1", "31970000000"), ((string?)page["received_text_messages"]![0]!["user_number"], (string?)page["received_text_messages"]![0]!["content"], (string?)page["received_text_messages"]![0]!["notify_number"]));
        Assert.Equal($"https://notify.example.nl/v2/received-text-messages?older_than={texts[0].Id}", (string?)page["links"]!["next"]);
        Assert.Single((await given.GetAsync($"/v2/received-text-messages?older_than={texts[1].Id}")).Body!["received_text_messages"]!.AsArray());
        Assert.Empty((await given.GetAsync($"/v2/received-text-messages?older_than={Guid.NewGuid()}")).Body!["received_text_messages"]!.AsArray());
    }
}
