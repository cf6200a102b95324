using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Security;

/// <summary>The attack list where one visitor is enough: circuits from elsewhere, acts without a recent second factor, forms without end.</summary>
public sealed partial class AttackTests(AttackTests.StrictPortal strict) : IClassFixture<AttackTests.StrictPortal>, IAsyncLifetime
{
    private readonly PortalInProcess portal = strict.Portal;
    private People people = null!;

    public async ValueTask InitializeAsync() => people = await People.AsyncIn(portal);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task S8_ACircuit_FromAForeignOrigin_IsRefused()
    {
        using var browser = await portal.BrowserAsync(people.All["all"]);
        foreach (var (origin, opens) in new[] { ("https://kwaad.nl", false), ("null", false), ("http://localhost.kwaad.nl", false), ("http://localhost", true) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1") { Headers = { { "Origin", origin } } };
            using var response = await browser.SendAsync(request);
            Assert.Equal(opens ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task S8_ScriptsOfOtherSites_ReadNothing()
    {
        using var browser = await portal.BrowserAsync(people.All["all"]);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/"), (HttpMethod.Get, "/sign-in"), (HttpMethod.Get, $"/services/{people.Mine.Id}/team.csv"), (HttpMethod.Options, $"/services/{people.Mine.Id}/templates") })
        {
            using var request = new HttpRequestMessage(method, path) { Headers = { { "Origin", "https://kwaad.nl" }, { "Access-Control-Request-Method", "POST" } } };
            using var response = await browser.SendAsync(request);
            Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }

        // The API is as open as its model: its key travels in no cookie, and a browser is told to send none.
        using var api = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v2/templates") { Headers = { { "Origin", "https://kwaad.nl" } } });
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.False(api.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://kwaad.nl", false, false)]
    [InlineData("http://localhost.kwaad.nl", false, false)]
    [InlineData(null, true, false)]
    [InlineData(null, false, true)]
    public async Task S7_APasskeysAnswer_FromAnotherOrigin_IsRefused(string? origin, bool crossOrigin, bool counts)
    {
        var ours = portal.Services.GetRequiredService<PublicAddress>().Of("/").GetLeftPart(UriPartial.Authority);
        var validate = portal.Services.GetRequiredService<IOptions<IdentityPasskeyOptions>>().Value.ValidateOrigin!;

        Assert.Equal(counts, await validate(new PasskeyOriginValidationContext { HttpContext = new DefaultHttpContext(), Origin = origin ?? ours, CrossOrigin = crossOrigin }));
    }

    [Fact]
    public async Task WhatWhoIsSignedInSees_IsKeptByNobody()
    {
        using var browser = await portal.BrowserAsync(people.All["all"]);
        var (seen, kept) = (0, new List<string>());
        foreach (var endpoint in portal.Endpoints.Where(e => Rules.Takes(e, "GET") && !Rules.IsFile(e) && !Rules.IsOfTheApi(e) && !Rules.IsOpen(e) && !Rules.Path(e).StartsWith("/_", StringComparison.Ordinal) && !Rules.Path(e).Contains("**", StringComparison.Ordinal)))
        {
            using var response = await browser.GetAsync(Rules.Address(endpoint, value => people.Mine.Values[value]), HttpCompletionOption.ResponseHeadersRead);
            seen++;
            if (response.Headers.CacheControl?.NoStore != true)
                kept.Add(Rules.Path(endpoint));
        }

        Assert.Empty(kept);
        Assert.InRange(seen, 50, 500);
        using var look = await browser.GetAsync("/app.css");
        Assert.False(look.Headers.CacheControl?.NoStore == true);
    }

    [Fact]
    public async Task AskingAgain_ForDangerousActs()
    {
        var (mine, service) = (people.Mine.Values, $"/services/{people.Mine.Id}");
        var batch = $"{service}/batches/{mine["BatchId"]}";
        var platform = $"/platform/organisations/{people.Mine.OrganisationId}";
        foreach (var (person, address, back) in new[]
        {
            ("all", $"{service}/api/keys/new", $"{service}/api/keys/new"), ("all", $"{batch}/report.csv", batch), ("all", $"{batch}/report.xlsx", batch),
            ("all", $"{service}/lists/{mine["UploadId"]}/faulty.csv", $"{service}/lists/{mine["UploadId"]}"), ("platform", platform, platform),
            // What signing in itself hangs on.
            ("all", "/account/password", "/account/password"), ("all", "/account/email", "/account/email"), ("all", "/account/mobile", "/account/mobile"), ("all", "/account/app", "/account/app"),
            ("all", "/account/passkeys", "/account/passkeys"), ("all", "/account/recovery-codes", "/account/recovery-codes"), ("all", "/account/recoveries", "/account/recoveries"),
        })
        {
            using var fresh = await portal.BrowserAsync(people.All[person]);
            using var opened = await fresh.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, opened.StatusCode);

            using var browser = await portal.BrowserAsync(people.All[person]);
            await portal.Postgres.ExecuteAsync("update sessions set second_factor_at = $2 where user_id = $1", people.All[person]!.Id, DateTimeOffset.UtcNow - StepUp.Recent);
            using var asked = await browser.GetAsync(address);
            Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
            Assert.Equal($"/confirm?terug={Uri.EscapeDataString(back)}", asked.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task S4_Forms_WithoutEnd_AreRefused()
    {
        foreach (var (page, form) in new[] { ("/sign-in", "sign-in"), ("/sign-in/code", "code"), ("/forgot-password", "forgot"), ("/recover", "recover") })
        {
            using var browser = await portal.BrowserAsync(null);
            var token = WebUtility.HtmlDecode(Token().Match(await browser.GetStringAsync("/sign-in")).Groups[1].Value);
            var answers = new List<HttpStatusCode>();
            for (var tries = 0; tries < 5; tries++)
            {
                using var response = await browser.PostAsync(page, new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", token), new("Input.Email", $"{Guid.NewGuid():N}@voorbeeld.nl"), new("Input.Password", "fout")]));
                answers.Add(response.StatusCode);
            }

            Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
            // Looking is free.
            using var looked = await browser.GetAsync("/sign-in");
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        }
    }

    /// <summary>Whose limits are soon reached.</summary>
    public sealed class StrictPortal(PostgresServer server) : IAsyncLifetime
    {
        internal PortalInProcess Portal { get; } = new(server);

        public ValueTask InitializeAsync() => Portal.StartAsync(settings: [("RateLimits:SignIn", "3"), ("RateLimits:Codes", "3"), ("RateLimits:Invitations", "3")]);

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
