using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NotifyNl.Accounts;
using NotifyNl.Tests.Api;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Security;

/// <summary>Keys and other secrets as the portal hands them out: shown once, readable in no backup, ended within seconds, and good on every node.</summary>
public sealed partial class KeyAttackTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PortalInProcess portal = new(server);
    private People people = null!;

    public async ValueTask InitializeAsync()
    {
        await portal.InitializeAsync();
        people = await People.AsyncIn(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task S16_AKeyOfThePortal_IsShownOnce_OpensNoPage_AndEndsWithinFiveSeconds()
    {
        using var browser = await portal.BrowserAsync(people.All["developer"]);
        var keys = $"/services/{people.Mine.Id}/api/keys";
        var secret = await NewKeyAsync(browser, keys);
        foreach (var page in new[] { keys, $"{keys}/new", $"/services/{people.Mine.Id}/api", $"/services/{people.Mine.Id}/audit" })
        {
            using var shown = await browser.GetAsync(page);
            Assert.DoesNotContain(secret, await shown.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }

        using var program = await portal.BrowserAsync(null);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/v2/templates"));
        // A key is for the API alone.
        foreach (var page in new[] { "/", $"/services/{people.Mine.Id}", keys })
            Assert.Equal(HttpStatusCode.Found, await AskAsync(page));

        var id = await portal.Postgres.ReadAsync<Guid>("select id from api_keys where service_id = $1 and name = 'Balie'", people.Mine.Id);
        using (await PostAsync(browser, $"{keys}/{id}/revoke", "revoke-key")) { }
        var clock = System.Diagnostics.Stopwatch.StartNew();
        HttpStatusCode answer;
        while ((answer = await AskAsync("/v2/templates")) == HttpStatusCode.OK && clock.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(100);
        Assert.Equal(HttpStatusCode.Forbidden, answer);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));

        async Task<HttpStatusCode> AskAsync(string path)
        {
            var token = ApiGiven.Sign(new { iss = people.Mine.Id, iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds() }, secret);
            using var response = await program.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Authorization", $"Bearer {token}" } } });
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task S14_ACookieOfOneNode_CountsAtTheOther_AndItsKeysAreSealed()
    {
        using var browser = await portal.BrowserAtAnotherNodeAsync(people.All["all"]!);
        using var response = await browser.GetAsync($"/services/{people.Mine.Id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var ring = await portal.Postgres.ReadAsync<string>("select string_agg(xml, '') from data_protection_keys");
        Assert.Contains("<sealed", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", ring, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S14_ABackup_HoldsNothingThatOpensAnything()
    {
        var user = people.All["all"]!;
        using var browser = await portal.BrowserAsync(user);
        var secrets = new Dictionary<string, string> { ["key of the API"] = await NewKeyAsync(browser, $"/services/{people.Mine.Id}/api/keys") };

        var setUp = await browser.GetStringAsync("/account/app");
        var seed = Totp.Key(KeyShown().Match(setUp).Groups[1].Value);
        secrets["seed of the code app"] = Totp.Text(seed);
        using (await PostAsync(browser, "/account/app", "app", ("Input.Key", Field("Input.Key", setUp)), ("Input.Code", Totp.Code(seed, Totp.StepOf(DateTimeOffset.UtcNow))))) { }
        Assert.True(await portal.Postgres.ReadAsync<bool>("select authenticator_key is not null from users where id = $1", user.Id));

        using (var made = await PostAsync(browser, "/account/recovery-codes", "make"))
        {
            var codes = RecoveryCode().Matches(await made.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value).ToList();
            Assert.Equal(RecoveryCodes.Count, codes.Count);
            foreach (var code in codes)
            {
                secrets[$"recovery code {code}"] = code;
                secrets[$"recovery code {code}, bare"] = code.Replace("-", "", StringComparison.Ordinal);
            }
        }

        await using (var db = portal.Postgres.Open())
        {
            secrets["link"] = new Invitations(db, TimeProvider.System).Add(InvitationKind.Registration, "iemand@gemeente.nl", invitedById: null).Value.Token;
            await db.SaveChangesAsync();
        }

        secrets["token of a callback"] = "een-token-van-ons";
        secrets["number"] = Given.Seal.Open(people.Mine.Id, await portal.Postgres.ReadAsync<byte[]>("select recipient from notifications where id = $1", Guid.Parse(people.Mine.Values["MessageId"])));

        var dump = await portal.Postgres.DumpAsync();
        // What is stored as it is, is there.
        Assert.Contains(user.Email!, dump, StringComparison.Ordinal);
        Assert.All(secrets, secret =>
        {
            foreach (var form in new[] { secret.Value, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret.Value)), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret.Value)).TrimEnd('=')[..^1] })
                Assert.False(dump.Contains(form, StringComparison.OrdinalIgnoreCase), secret.Key);
        });
        Assert.DoesNotContain(Convert.ToHexStringLower(seed), dump, StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>The secret in it.</returns>
    private static async Task<string> NewKeyAsync(HttpClient browser, string keys)
    {
        using var made = await PostAsync(browser, $"{keys}/new", "new-key", ("Input.Name", "Balie"), ("Input.Type", "Test"));
        Assert.Equal("no-store", made.Headers.CacheControl?.ToString());
        return Field("eenmalig", await made.Content.ReadAsStringAsync())[^36..];
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string form, params (string Name, string Value)[] fields)
    {
        var token = Field("__RequestVerificationToken", await browser.GetStringAsync(page));
        var response = await browser.PostAsync(page, new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]));
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found, $"{form}: {response.StatusCode}");
        return response;
    }

    /// <summary>What a field holds, by its name or id.</summary>
    private static string Field(string name, string html) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"(?:name|id)=\"{Regex.Escape(name)}\"[^>]*?value=\"([^\"]*)\"", RegexOptions.CultureInvariant).Groups[1].Value);

    [GeneratedRegex("class=\"nn-key\">([^<]+)<", RegexOptions.CultureInvariant)]
    private static partial Regex KeyShown();

    [GeneratedRegex("<li><code>([^<]+)</code></li>", RegexOptions.CultureInvariant)]
    private static partial Regex RecoveryCode();
}
