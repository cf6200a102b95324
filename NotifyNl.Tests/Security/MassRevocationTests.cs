using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using NotifyNl.Data;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web;

namespace NotifyNl.Tests.Security;

/// <summary>The day that something leaked: all sessions and all keys, by one act of a platform admin, and nobody else.</summary>
public sealed partial class MassRevocationTests(PortalInProcess portal) : IClassFixture<PortalInProcess>, IAsyncLifetime
{
    private People people = null!;
    private string page = "";

    public async ValueTask InitializeAsync()
    {
        // All of them are counted below.
        await portal.Postgres.ExecuteAsync("delete from sessions");
        people = await People.AsyncIn(portal);
        page = $"/platform/organisations/{people.Mine.OrganisationId}/revoke";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task TheSessionsOfAnOrganisation_EndTogether_AndNobodyElses()
    {
        using var member = await portal.BrowserAsync(people.All["member"]);
        using var governor = await portal.BrowserAsync(people.All["organisation"]);
        using var outsider = await portal.BrowserAsync(people.All["outsider"]);
        using var platform = await portal.BrowserAsync(people.All["platform"]);

        Assert.Contains("Typ precies over wat erboven staat", await SubmitAsync(platform, page, "end-sessions", ("End.Word", "iets anders")), StringComparison.Ordinal);
        Assert.Equal(4L, await portal.Postgres.ReadAsync<long>("select count(*) from sessions"));

        await SubmitAsync(platform, page, "end-sessions", ("End.Word", await portal.Postgres.ReadAsync<string>("select name from organisations where id = $1", people.Mine.OrganisationId)));
        await AssertSignedOutAsync(member);
        await AssertSignedOutAsync(governor);
        foreach (var browser in new[] { outsider, platform })
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>(
            "select count(*) from audit_entries where action = 'organisation-sessions-ended' and organisation_id = $1 and user_id = $2", people.Mine.OrganisationId, people.All["platform"]!.Id));
    }

    [Fact]
    public async Task EverySession_Ends_AlsoThatOfWhoAsksIt()
    {
        using var outsider = await portal.BrowserAsync(people.All["outsider"]);
        using var platform = await portal.BrowserAsync(people.All["platform"]);
        var stamp = await portal.Postgres.ReadAsync<string>("select security_stamp from users where id = $1", people.All["viewer"]!.Id);

        await SubmitAsync(platform, "/platform/revoke", "end-sessions", ("End.Word", "Iedereen"));
        await AssertSignedOutAsync(outsider);
        Assert.Equal(0L, await portal.Postgres.ReadAsync<long>("select count(*) from sessions"));
        // And what somebody was still signing in with: its stamp is another.
        Assert.NotEqual(stamp, await portal.Postgres.ReadAsync<string>("select security_stamp from users where id = $1", people.All["viewer"]!.Id));
        Assert.Equal(await portal.Postgres.ReadAsync<long>("select count(*) from users"), await portal.Postgres.ReadAsync<long>("select count(distinct security_stamp) from users"));
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from audit_entries where action = 'all-sessions-ended' and user_id = $1", people.All["platform"]!.Id));
    }

    [Fact]
    public async Task TheKeysOfAnOrganisation_AreRevokedTogether_AndNobodyElses()
    {
        using var platform = await portal.BrowserAsync(people.All["platform"]);
        var name = await portal.Postgres.ReadAsync<string>("select name from organisations where id = $1", people.Mine.OrganisationId);
        // Of one service: its own name must be typed.
        Assert.Contains("Typ precies over wat erboven staat", await SubmitAsync(platform, page, "revoke-keys", ("Revoke.Service", $"{people.Mine.Id}"), ("Revoke.Word", name)), StringComparison.Ordinal);
        Assert.Contains("Typ precies over wat erboven staat", await SubmitAsync(platform, page, "revoke-keys", ("Revoke.Service", $"{people.Theirs.Id}"), ("Revoke.Word", "Burgerzaken")), StringComparison.Ordinal);
        Assert.Equal((1L, 1L), (await WorkingAsync(people.Mine.Id), await WorkingAsync(people.Theirs.Id)));

        await SubmitAsync(platform, page, "revoke-keys", ("Revoke.Service", ""), ("Revoke.Word", name));
        Assert.Equal((0L, 1L), (await WorkingAsync(people.Mine.Id), await WorkingAsync(people.Theirs.Id)));
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from audit_entries where action = 'all-api-keys-revoked' and service_id = $1 and user_id = $2", people.Mine.Id, people.All["platform"]!.Id));
    }

    [Fact]
    public async Task TheSecondFactor_IsAskedAgain()
    {
        using var platform = await portal.BrowserAsync(people.All["platform"]);
        await portal.Postgres.ExecuteAsync("update sessions set second_factor_at = now() - interval '1 hour'");
        using var asked = await platform.GetAsync("/platform/revoke");
        Assert.StartsWith("/confirm?", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromTheCommandLine_TheSameHappens()
    {
        using var member = await portal.BrowserAsync(people.All["member"]);
        using var outsider = await portal.BrowserAsync(people.All["outsider"]);
        Assert.Equal((0, "1 sleutels ingetrokken."), await RunAsync("keys", "--service", $"{people.Mine.Id}"));
        Assert.Equal((0, "0 sleutels ingetrokken."), await RunAsync("keys", "--organisation", $"{people.Mine.OrganisationId}"));
        Assert.Equal((0L, 1L), (await WorkingAsync(people.Mine.Id), await WorkingAsync(people.Theirs.Id)));
        Assert.Equal((0, "1 sessies beëindigd."), await RunAsync("sessions", "--organisation", $"{people.Mine.OrganisationId}"));
        Assert.Equal((0, "1 sessies beëindigd."), await RunAsync("sessions"));
        await AssertSignedOutAsync(outsider);
        foreach (var wrong in new string[][] { ["keys"], ["sleutels"], ["sessions", "--organisation"], ["sessions", "--organisation", $"{Guid.NewGuid()}"], ["keys", "--service", "x"] })
            Assert.Equal(2, (await RunAsync(wrong)).Code);
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from audit_entries where action = 'all-sessions-ended' and user_id is null"));
    }

    private Task<long> WorkingAsync(Guid service) => portal.Postgres.ReadAsync<long>("select count(*) from api_keys where service_id = $1 and revoked_at is null", service);

    private static async Task AssertSignedOutAsync(HttpClient browser)
    {
        using var answer = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("/sign-in", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Line)> RunAsync(params string[] arguments)
    {
        var settings = new ConfigurationManager
        {
            ["ConnectionStrings:NotifyNl"] = portal.Postgres.Web,
            ["ConnectionStrings:NotifyNlOwner"] = portal.Postgres.Owner,
            ["ConnectionStrings:NotifyNlWorker"] = portal.Postgres.Worker,
        };
        await using var database = await Database.PrepareAsync(settings, new HostingEnvironment { EnvironmentName = "Production" }, default);
        await using var output = new StringWriter();
        return (await Commands.RunAsync(["admin", "revoke", .. arguments], settings, database, output), output.ToString().Trim());
    }

    private static async Task<string> SubmitAsync(HttpClient browser, string page, string form, params (string, string)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        using var answer = await browser.PostAsync(page, new FormUrlEncodedContent(
            [new("_handler", form), new("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value)), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]));
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found, $"{form}: {answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
