using System.Diagnostics;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Api;

/// <summary>PostgreSQL stops under the API, and comes back: callers hear so in the envelope of the wire, and what they were refused left nothing behind.</summary>
public sealed class DatabaseAwayTests : IAsyncLifetime
{
    private const string Busy = "ServiceUnavailable: The service is not available at the moment. Nothing was sent. Try again in a few seconds";

    private static readonly string[] Once = ["eerste", "tweede"];

    private readonly PostgresServer servers = new(throwAway: false);
    private ApiHost? host;

    public async ValueTask InitializeAsync() => await (host = new ApiHost(servers)).InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await host!.DisposeAsync();
        await servers.DisposeAsync();
    }

    [Fact]
    public async Task DatabaseThatIsAway_Is503InTheEnvelope_AndNothingIsHalfDone()
    {
        var given = await ApiGiven.AsyncIn(host!);
        var list = new { name = "Lijst", template_id = given.TemplateId, rows = new object?[][] { ["telefoonnummer"], ["0612345678"] } };
        var first = await given.SmsAsync(headers: ("Idempotency-Key", Once[0]));
        Assert.Equal(201, first.Status);

        await servers.StopAsync();

        // The key is still known, the commit fails.
        (await given.SmsAsync()).AssertError(503, Busy);
        (await given.SmsAsync(headers: ("Idempotency-Key", Once[1]))).AssertError(503, Busy);
        (await given.PostAsync("/v2/notifications/bulk", list)).AssertError(503, Busy);
        (await given.PostAsync($"/v2/notifications/{first.Id}/cancel", "")).AssertError(503, Busy);
        (await given.GetAsync($"/v2/notifications/{first.Id}")).AssertError(503, Busy);
        var get = await given.GetAsync("/v2/notifications");
        get.AssertError(503, Busy);
        Assert.Equal(TimeSpan.FromSeconds(2), get.Headers.RetryAfter!.Delta);
        await Task.Delay(TimeSpan.FromSeconds(2.2));
        (await given.SmsAsync()).AssertError(503, Busy); // nor is the key

        await servers.StartAgainAsync();
        NpgsqlConnection.ClearPool(new NpgsqlConnection(host!.Postgres.Owner)); // the test's own

        // As the answer says: again in a few seconds. Connections of before are found broken one by one.
        Reply again;
        var patience = Stopwatch.StartNew();
        while ((again = await given.SmsAsync(headers: ("Idempotency-Key", Once[1]))).Status == 503 && patience.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(100);
        Assert.Equal(201, again.Status);
        Assert.Equal(first.Id, (await given.SmsAsync(headers: ("Idempotency-Key", Once[0]))).Id);
        Assert.Equal(2L, await host.Postgres.ReadAsync<long>("select count(*) from notifications where service_id = $1 and queued", given.ServiceId));
        Assert.Equal(2L, await host.Postgres.ReadAsync<long>("select sum(messages) from message_counts where service_id = $1", given.ServiceId));
        Assert.Equal(0L, await host.Postgres.ReadAsync<long>("select (select count(*) from uploads where service_id = $1) + (select count(*) from batches where service_id = $1)", given.ServiceId));
    }
}
