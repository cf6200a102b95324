using System.Globalization;
using System.Text;
using NotifyNl.ApiKeys;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Api;

public sealed class BulkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Rows_BecomeOneBatch_AndFaultyOnesAreTold()
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)), uw paspoort ligt klaar.");
        var reply = await given.PostAsync("/v2/notifications/bulk", new
        {
            name = "Paspoorten week 48",
            template_id = given.TemplateId,
            rows = new object?[][] { ["telefoonnummer", "naam"], ["0612345678", "Ans \"de\" Wit, zn"], ["020 1234567", "Bea"], ["0612345679", null], [612345677, "Kees"] },
            reference = "week 48",
        });

        Assert.Equal(201, reply.Status);
        Assert.Equal("""{"total":4,"accepted":2,"refused":2}""", reply.Body!["counts"]!.ToJsonString());
        Assert.Equal([3, 4], reply.Body["errors"]!.AsArray().Select(e => (int)e!["row"]!));
        Assert.Equal("number-landline", (string?)reply.Body["errors"]![0]!["error"]);
        Assert.Equal($"https://notify.example.nl/v2/batches/{reply.Id}", (string?)reply.Body["uri"]);
        Assert.Equal("created", (string?)(await given.GetAsync($"/v2/batches/{reply.Id}")).Body!["status"]);

        await new BatchCopy(host.Postgres.WorkerDatabase).CopyAsync(reply.Id, default);
        Assert.Equal(2L, await host.Postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and queued", reply.Id));
        Assert.True(await host.Postgres.ReadAsync<long>("select sum(taken) from day_allowances where service_id = $1 and kind = 0", given.ServiceId) >= 2); // with the block that the node holds
    }

    [Fact]
    public async Task Csv_OfAThousandRows_OnceOnly()
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)).");
        var csv = new StringBuilder("phone number;naam\r\n");
        for (var i = 0; i < 1_000; i++)
            csv.Append(CultureInfo.InvariantCulture, $"06{10_000_000 + i};Naam {i}\r\n");
        var order = new { name = "Lijst", template_id = given.TemplateId, csv = csv.ToString() };
        var reply = await given.PostAsync("/v2/notifications/bulk", order, headers: ("Idempotency-Key", "lijst"));
        Assert.Equal("""{"total":1000,"accepted":1000,"refused":0}""", reply.Body!["counts"]!.ToJsonString());
        Assert.Equal(reply.Body.ToJsonString(), (await given.PostAsync("/v2/notifications/bulk", order, headers: ("Idempotency-Key", "lijst"))).Body!.ToJsonString());
        Assert.Equal(1L, await host.Postgres.ReadAsync<long>("select count(*) from batches where service_id = $1", given.ServiceId));
    }

    [Fact]
    public async Task WhatCannotBe_IsSaid_AndNothingIsSent()
    {
        var given = await ApiGiven.AsyncIn(host, s => s.SmsPerDay = 1, content: "Beste ((naam)).");
        object?[][] rows = [["telefoonnummer", "naam"], ["0612345678", "Ans"], ["0612345679", "Bea"]];
        (await given.PostAsync("/v2/notifications/bulk", new { template_id = "x", rows, csv = "a", a = 1 })).AssertError(
            400,
            "ValidationError: template_id is not a valid UUID\nValidationError: name is a required property\nValidationError: rows or csv is a required property, and not both\nValidationError: Additional properties are not allowed (a was unexpected)");
        (await given.PostAsync("/v2/notifications/bulk", new { name = "a", template_id = Guid.NewGuid(), rows })).AssertError(400, "BadRequestError: Template not found");
        Assert.Equal(400, (await given.PostAsync("/v2/notifications/bulk", new { name = "a", template_id = given.TemplateId, csv = "naam\r\nAns" })).Status);
        (await given.PostAsync("/v2/notifications/bulk", new { name = "a", template_id = given.TemplateId, rows })).AssertError(429, "TooManyRequestsError: Exceeded send limits (sms: 1) for today");
        (await given.PostAsync("/v2/notifications/bulk", new { name = "a", template_id = given.TemplateId, rows }, ApiKeyType.Team)).AssertError(
            400, "BadRequestError: Can’t send to this recipient using a team-only API key");
        (await given.PostAsync("/v2/notifications/bulk", new { name = "a", template_id = given.TemplateId, rows, scheduled_for = DateTimeOffset.UtcNow.AddHours(1) })).AssertError(
            400, "BadRequestError: Service is not allowed to schedule messages by API");
        Assert.Equal(201, (await given.PostAsync("/v2/notifications/bulk", new { name = "a", template_id = given.TemplateId, rows }, ApiKeyType.Test)).Status);
        (await given.PostAsync("/v2/notifications/bulk", new byte[(25 << 20) + 1])).AssertError(413, "RequestEntityTooLarge: Request body must not be larger than 25 MiB");
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from batches where service_id = $1", given.ServiceId));
    }

    [Fact]
    public async Task Reference_OfTheList_FindsItsMessages()
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)).");
        object?[][] rows = [["telefoonnummer", "naam"], ["0612345678", "Ans"], ["0612345679", "Bea"]];
        var list = await given.PostAsync("/v2/notifications/bulk", new { name = "Week 48", template_id = given.TemplateId, rows, reference = "week 48" });
        Assert.Equal(201, list.Status);
        await new BatchCopy(host.Postgres.WorkerDatabase).CopyAsync(list.Id, default);
        var single = await given.SmsAsync(new { reference = "week 48", personalisation = new { naam = "Kees" } });

        // As in the model, messages of lists are left out until they are asked for.
        Assert.Equal([single.Id], Ids(await given.GetAsync("/v2/notifications?reference=week%2048")));
        var all = await given.GetAsync("/v2/notifications?reference=week%2048&include_jobs=true");
        Assert.Equal(3, Ids(all).Count);
        Assert.All(all.Body!["notifications"]!.AsArray(), n => Assert.Equal("week 48", (string?)n!["reference"]));
        Assert.Empty(Ids(await given.GetAsync("/v2/notifications?reference=week%2049&include_jobs=true")));
        var batch = (await given.GetAsync($"/v2/batches/{list.Id}")).Body!;
        Assert.Equal(("Week 48", "week 48"), ((string?)batch["name"], (string?)batch["reference"]));

        static List<Guid> Ids(Reply reply) => [.. reply.Body!["notifications"]!.AsArray().Select(n => (Guid)n!["id"]!)];
    }

    [Fact]
    public async Task ListOfATestKey_HasTheOutcomesOfItsNumbers_AndSendsNothing()
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)).");
        object?[][] rows = [["telefoonnummer", "naam"], ["0612345678", "Ans"], ["0612345679", "Bea"], ["0699000002", "Cor"], ["0699000005", "Dirk"]];
        var list = await given.PostAsync("/v2/notifications/bulk", new { name = "Proef", template_id = given.TemplateId, rows, reference = "r" }, ApiKeyType.Test);

        var batch = await given.GetAsync($"/v2/batches/{list.Id}", ApiKeyType.Test);
        Assert.Equal((200, "Proef", "finished", "r"), (batch.Status, (string?)batch.Body!["name"], (string?)batch.Body["status"], (string?)batch.Body["reference"]));
        Assert.Equal("""{"total":4,"sending":1,"delivered":2,"permanent-failure":1}""", batch.Body["counts"]!.ToJsonString());
        Assert.Equal(200, (await given.PostAsync($"/v2/batches/{list.Id}/cancel", "", ApiKeyType.Test)).Status);
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from batches where service_id = $1", given.ServiceId));
        Assert.Equal(404, (await (await ApiGiven.AsyncIn(host)).GetAsync($"/v2/batches/{list.Id}")).Status);
    }

    /// <summary>The answer is in the commit that sends the list: where it cannot be kept, nothing is sent.</summary>
    [Fact]
    public async Task Answer_AndList_AreStoredTogetherOrNotAtAll()
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)).");
        var order = new { name = "Lijst", template_id = given.TemplateId, rows = new object?[][] { ["telefoonnummer", "naam"], ["0612345678", "Ans"] } };
        await host.Postgres.ExecuteAsync("create function no_answer() returns trigger language plpgsql as $$ begin if new.answer is not null then raise exception 'no'; end if; return new; end $$");
        await host.Postgres.ExecuteAsync($"create trigger no_answer before update on idempotent_calls for each row when (new.service_id = '{given.ServiceId}') execute function no_answer()");
        Assert.Equal(500, (await given.PostAsync("/v2/notifications/bulk", order, headers: ("Idempotency-Key", "k"))).Status);
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from batches where service_id = $1", given.ServiceId));

        await host.Postgres.ExecuteAsync("drop trigger no_answer on idempotent_calls; drop function no_answer");
        var first = await given.PostAsync("/v2/notifications/bulk", order, headers: ("Idempotency-Key", "k"));
        Assert.Equal(first.Id, (await given.PostAsync("/v2/notifications/bulk", order, headers: ("Idempotency-Key", "k"))).Id);
        Assert.Equal(1L, await host.Postgres.ReadAsync<long>("select count(*) from batches where service_id = $1", given.ServiceId));
    }
}
