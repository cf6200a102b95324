using System.Globalization;
using NotifyNl.ApiKeys;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Usage;

namespace NotifyNl.Tests.Api;

/// <summary>S15 of the attack list: limits raced by 200 parallel calls over two nodes.</summary>
public sealed class LimitTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task S15_DayLimit_RacedBy200CallsOverTwoNodes_IsNeverPassed()
    {
        var given = await ApiGiven.AsyncIn(host, s => (s.SmsPerDay, s.CallsPerMinute) = (37, 1_000_000));
        await using var other = new OtherNode(await host.StartNodeAsync());

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => n % 2 == 0 ? given.SmsAsync() : other.SmsAsync(given)));

        Assert.InRange(replies.Count(r => r.Status == 201), 30, 37); // blocks that a node still holds are the difference
        Assert.All(replies.Where(r => r.Status != 201), r => r.AssertError(429, "TooManyRequestsError: Exceeded send limits (sms: 37) for today"));
        Assert.All(replies.Where(r => r.Status != 201), r => Assert.InRange(r.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(25)));
        Assert.Equal((long)replies.Count(r => r.Status == 201), await host.Postgres.ReadAsync<long>("select count(*) from notifications where service_id = $1", given.ServiceId));
    }

    [Fact]
    public async Task S15_MinuteLimit_RacedBy200CallsOverTwoNodes_IsNeverPassed_WhateverForwardedForSays()
    {
        var given = await ApiGiven.AsyncIn(host, s => s.CallsPerMinute = 60);
        await using var other = new OtherNode(await host.StartNodeAsync());
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => n % 2 == 0 ? given.SmsAsync(headers: ("X-Forwarded-For", $"192.0.2.{n}")) : other.SmsAsync(given)));

        // A burst of a third of the minute and one more; a token comes back each second.
        Assert.InRange(replies.Count(r => r.Status == 201), 15, 21 + (int)Math.Ceiling(clock.Elapsed.TotalSeconds));
        Assert.All(replies.Where(r => r.Status != 201), r => r.AssertError(429, "RateLimitError: Exceeded rate limit for key type LIVE of 60 requests per 60 seconds"));
        var refused = replies.First(r => r.Status == 429);
        Assert.Equal(("60", "0"), (refused.Headers.GetValues("RateLimit-Limit").Single(), refused.Headers.GetValues("RateLimit-Remaining").Single()));
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());

        // Each type of key has its own, and reading is not limited.
        Assert.Equal(201, (await given.SmsAsync(type: ApiKeyType.Test)).Status);
        Assert.Equal(200, (await given.GetAsync("/v2/notifications")).Status);
        await host.Postgres.ExecuteAsync("update call_allowances set tokens = 0, at = now() + interval '1 hour' where service_id = $1", given.ServiceId);
        (await given.PostAsync("/v2/notifications/sms", "geen json")).AssertError(429, "RateLimitError: Exceeded rate limit for key type LIVE of 60 requests per 60 seconds");
    }

    [Fact]
    public async Task DayLimit_IsNotSpent_OnWhatIsRefused_AndUnusedBlocksComeBack()
    {
        var given = await ApiGiven.AsyncIn(host, s => (s.SmsPerDay, s.AbroadPerDay) = (3, 1));
        for (var i = 0; i < 5; i++)
            Assert.Equal(400, (await given.SmsAsync(number: "0201234567")).Status);
        Assert.Equal(201, (await given.SmsAsync(number: "+32470123456")).Status);
        (await given.SmsAsync(number: "+32470123456")).AssertError(429, "TooManyRequestsError: Exceeded send limits (international_sms: 1) for today");
        Assert.Equal(201, (await given.SmsAsync()).Status);
        Assert.Equal(201, (await given.SmsAsync()).Status);
        (await given.SmsAsync()).AssertError(429, "TooManyRequestsError: Exceeded send limits (sms: 3) for today");

        var limiter = (DayLimiter)host.Services.GetService(typeof(DayLimiter))!;
        var roomy = await ApiGiven.AsyncIn(host, s => s.SmsPerDay = 10_000);
        for (var i = 0; i < 10; i++)
            await roomy.SmsAsync();
        await limiter.BringBackAsync(onlyIdle: false);
        Assert.Equal(10, await host.Postgres.ReadAsync<int>("select taken from day_allowances where service_id = $1 and kind = 0", roomy.ServiceId));
    }

    [Fact]
    public async Task Headers_TellHowManyCallsAreLeft()
    {
        var given = await ApiGiven.AsyncIn(host, s => s.CallsPerMinute = 3_000);
        var reply = await given.SmsAsync(headers: ("X-Request-Id", "zaak-12.a"));
        Assert.Equal("3000", reply.Headers.GetValues("RateLimit-Limit").Single());
        Assert.InRange(int.Parse(reply.Headers.GetValues("RateLimit-Remaining").Single(), CultureInfo.InvariantCulture), 990, 999);
        Assert.InRange(int.Parse(reply.Headers.GetValues("RateLimit-Reset").Single(), CultureInfo.InvariantCulture), 0, 1);
        Assert.Equal("zaak-12.a", reply.Headers.GetValues("X-Request-Id").Single());
        var other = await given.SendAsync(HttpMethod.Get, "/v2/nergens", null, null, ("X-Request-Id", "met spatie!"));
        Assert.Matches("^[0-9a-f]{32}$", other.Headers.GetValues("X-Request-Id").Single());
        Assert.Equal(("*", "nosniff"), (other.Headers.GetValues("Access-Control-Allow-Origin").Single(), other.Headers.GetValues("X-Content-Type-Options").Single()));
    }

    [Fact]
    public async Task IdempotencyKey_SameCallTwice_GivesOneMessageAndTheSameAnswer()
    {
        var given = await ApiGiven.AsyncIn(host);
        var key = ("Idempotency-Key", "betaling 12");

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => given.SmsAsync(headers: key)));
        var again = await given.SmsAsync(headers: key);

        Assert.Equal(201, again.Status);
        Assert.All(replies, r => Assert.Contains(r.Status, new[] { 201, 409 }));
        Assert.Single(replies.Where(r => r.Status == 201).Append(again).Select(r => r.Body!.ToJsonString()).Distinct());
        Assert.All(replies.Where(r => r.Status == 409), r => r.AssertError(409, "ConflictError: A request with this Idempotency-Key is still running"));
        Assert.Equal(1L, await host.Postgres.ReadAsync<long>("select count(*) from notifications where service_id = $1", given.ServiceId));
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select count(*) from idempotent_calls c where c::text like '%Gemeente%'"));

        (await given.SmsAsync(new { reference = "anders" }, headers: key)).AssertError(409, "ConflictError: Idempotency-Key was used before with another request");
        Assert.NotEqual(again.Id, (await given.SmsAsync(type: ApiKeyType.Test, headers: key)).Id); // by key
        await host.Postgres.ExecuteAsync("update idempotent_calls set started_at = now() - interval '25 hours' where service_id = $1", given.ServiceId);
        Assert.NotEqual(again.Id, (await given.SmsAsync(headers: key)).Id);
    }

    [Fact]
    public async Task IdempotencyKey_OfARefusedCall_IsFreeAgain()
    {
        var given = await ApiGiven.AsyncIn(host);
        var key = ("Idempotency-Key", "k");
        Assert.Equal(400, (await given.SmsAsync(number: "0201234567", headers: key)).Status);
        Assert.Equal(201, (await given.SmsAsync(headers: key)).Status);
        (await given.SmsAsync(headers: ("Idempotency-Key", new string('k', 256)))).AssertError(400, "BadRequestError: Idempotency-Key must be 1 to 255 characters long");
        var simulated = await given.SmsAsync(number: "07700900000", headers: ("Idempotency-Key", "s"));
        Assert.Equal(simulated.Id, (await given.SmsAsync(number: "07700900000", headers: ("Idempotency-Key", "s"))).Id);
    }

    [Fact]
    public async Task ScheduledFor_IsHonoured_WhereTheServiceSwitchedItOn()
    {
        var at = DateTimeOffset.UtcNow.AddHours(2);
        var off = await ApiGiven.AsyncIn(host);
        var ignored = await off.SmsAsync(new { scheduled_for = at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) });
        Assert.Null(ignored.Body!["scheduled_for"]);
        Assert.True(await host.Postgres.ReadAsync<bool>("select queued from notifications where id = $1", ignored.Id));

        var on = await ApiGiven.AsyncIn(host, s => s.SchedulesByApi = true);
        var planned = await on.SmsAsync(new { scheduled_for = at.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) });
        var moment = at.ToString("yyyy-MM-dd'T'HH:mm:ss'.000000Z'", CultureInfo.InvariantCulture);
        Assert.Equal(moment, (string)planned.Body!["scheduled_for"]!);
        var got = (await on.GetAsync($"/v2/notifications/{planned.Id}")).Body!;
        Assert.Equal((moment, "created"), ((string)got["scheduled_for"]!, (string)got["status"]!));
        Assert.True(await host.Postgres.ReadAsync<bool>("select not queued and status = 3 and due_at = scheduled_for from notifications where id = $1", planned.Id));
        (await on.SmsAsync(new { scheduled_for = at.AddHours(23) })).AssertError(400, "ValidationError: scheduled_for datetime can only be 24 hours in the future");
    }

    private sealed class OtherNode(string address) : IAsyncDisposable
    {
        private readonly HttpClient http = new() { BaseAddress = new Uri(address) };

        public Task<Reply> SmsAsync(ApiGiven given) => given.SmsThroughAsync(http);

        public ValueTask DisposeAsync()
        {
            http.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
