using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Accounts;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Security;

/// <summary>S6 over https, as in production: what the cookies are, when they are new, and what ends them at the server and not only in the browser.</summary>
public sealed partial class SessionAttackTests(SessionAttackTests.HttpsPortal https) : IClassFixture<SessionAttackTests.HttpsPortal>, IAsyncLifetime
{
    private const string Address = "https://notify.example.nl";
    private const string Password = "vier woorden op een rij";

    private static readonly byte[] Key = Totp.NewKey();

    private readonly PortalInProcess portal = https.Portal;
    private People people = null!;
    private User user = null!;

    public async ValueTask InitializeAsync()
    {
        people = await People.AsyncIn(portal);
        user = people.All["all"]!;
        await using var scope = portal.Services.CreateAsyncScope();
        var hash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>().HashPassword(user, Password);
        await using var db = portal.Postgres.Open();
        var appKey = Given.Seal.Seal(user.Id, Key);
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.AuthenticatorKey, appKey));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task S6_S9_OnHttps_CookiesAreOfThisHostAlone_AndTheBrowserStaysOnHttps()
    {
        using var browser = await portal.BrowserAsync(null);
        var cookies = await SignInAsync(browser);
        // The form's, the way in, the session and the device.
        Assert.Equal(["__Host-notify-device", "__Host-notify-form", "__Host-notify-halfway", "__Host-notify-session"], cookies.Select(Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie =>
        {
            foreach (var mark in new[] { "secure", "httponly", "path=/" })
                Assert.Contains(mark, cookie.Split("; "));
            Assert.Contains("samesite=", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
        });
        // The session goes when the browser closes.
        Assert.DoesNotContain("expires=", cookies.Last(c => Name(c) == "__Host-notify-session"), StringComparison.Ordinal);

        using var page = await browser.GetAsync($"{Address}/account");
        Assert.Equal("max-age=31536000; includeSubDomains", page.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task S6_EachSignIn_GivesANewCookie_AndSigningOut_EndsACopyOfIt()
    {
        using var browser = await portal.BrowserAsync(null);
        // Put there by somebody who hopes that it becomes the session.
        const string planted = "__Host-notify-session=CfDJ8geplant";
        var first = Session(await SignInAsync(browser, planted));
        Assert.NotEqual(planted, first);
        Assert.Equal(HttpStatusCode.OK, await OpensAsync(first));

        using (var out_ = await browser.PostAsync($"{Address}/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenAsync(browser, "/account"))])))
            Assert.Equal("/sign-in", out_.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Found, await OpensAsync(first));

        var second = Session(await SignInAsync(browser));
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.OK, await OpensAsync(second));
        Assert.Equal(HttpStatusCode.Found, await OpensAsync(first));
    }

    [Fact]
    public async Task S6_ShowingASecondFactorAgain_GivesANewCookie_AndEndsACopyOfTheOldOne()
    {
        using var browser = await portal.BrowserAsync(null);
        var first = Session(await SignInAsync(browser));
        Assert.Equal(HttpStatusCode.OK, await OpensAsync(first));
        var began = await portal.Postgres.ReadAsync<DateTime>("select created_at from sessions where user_id = $1", user.Id);

        await portal.Postgres.ExecuteAsync("update users set authenticator_step = null where id = $1", user.Id);
        using var confirmed = await PostAsync(browser, "/confirm", "code", ("Input.Code", Totp.Code(Key, Totp.StepOf(DateTimeOffset.UtcNow))));
        var second = Session(Cookies(confirmed));
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.OK, await OpensAsync(second));
        Assert.Equal(HttpStatusCode.Found, await OpensAsync(first));
        // It lasts no longer for that.
        Assert.Equal(began, await portal.Postgres.ReadAsync<DateTime>("select created_at from sessions where user_id = $1", user.Id));
    }

    [Theory]
    [InlineData("/account/password", "password")]
    [InlineData("/account", "end-all")]
    public async Task S6_ANewPassword_AndSigningOutEverywhere_EndTheOtherSessions_WithinSeconds(string page, string form)
    {
        using var browser = await portal.BrowserAsync(null);
        using var elsewhere = await portal.BrowserAsync(null);
        await SignInAsync(browser);
        var other = Session(await SignInAsync(elsewhere));
        Assert.Equal(HttpStatusCode.OK, await OpensAsync(other));

        using (var done = await PostAsync(browser, page, form, ("Input.Present", Password), ("Input.Password", "een heel andere zin nu")))
            Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        for (var waited = TimeSpan.Zero; waited <= SessionCache.Remembered + TimeSpan.FromSeconds(1); waited += TimeSpan.FromMilliseconds(500), await Task.Delay(500))
        {
            if (await OpensAsync(other) == HttpStatusCode.Found)
                return;
        }

        Assert.Fail("The other session goes on.");
    }

    private static string Name(string cookie) => cookie[..cookie.IndexOf('=', StringComparison.Ordinal)];

    private static string Session(IEnumerable<string> cookies) => cookies.Last(c => Name(c) == "__Host-notify-session").Split(';')[0];

    /// <summary>A browser that has nothing but this cookie.</summary>
    private async Task<HttpStatusCode> OpensAsync(string cookie)
    {
        using var browser = await portal.BrowserAsync(null);
        using var response = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{Address}/account") { Headers = { { "Cookie", cookie } } });
        return response.StatusCode;
    }

    /// <returns>All cookies that were set on the way.</returns>
    private async Task<List<string>> SignInAsync(HttpClient browser, string? planted = null)
    {
        await portal.Postgres.ExecuteAsync("update users set authenticator_step = null where id = $1", user.Id);
        var set = new List<string>();
        if (planted is not null)
        {
            using var seen = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{Address}/sign-in") { Headers = { { "Cookie", planted } } });
            Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        }

        using (var page = await browser.GetAsync($"{Address}/sign-in"))
            set.AddRange(Cookies(page));
        using (var password = await PostAsync(browser, "/sign-in", "sign-in", ("Input.Email", user.Email!), ("Input.Password", Password)))
            set.AddRange(Cookies(password));
        using (var code = await PostAsync(browser, "/sign-in/code", "code", ("Input.Code", Totp.Code(Key, Totp.StepOf(DateTimeOffset.UtcNow)))))
        {
            Assert.Equal(HttpStatusCode.Found, code.StatusCode);
            // What was enough for half of the way is taken away.
            Assert.Contains(Cookies(code), c => c.StartsWith("__Host-notify-halfway=;", StringComparison.Ordinal));
            set.AddRange(Cookies(code).Where(c => !c.StartsWith("__Host-notify-halfway=;", StringComparison.Ordinal)));
        }

        return set;
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage response) => response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string form, params (string Name, string Value)[] fields) => await browser.PostAsync(
        Address + page,
        new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", await TokenAsync(browser, page)), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]));

    private static async Task<string> TokenAsync(HttpClient browser, string page) => WebUtility.HtmlDecode(Token().Match(await browser.GetStringAsync(Address + page)).Groups[1].Value);

    public sealed class HttpsPortal(PostgresServer server) : IAsyncLifetime
    {
        internal PortalInProcess Portal { get; } = new(server);

        public ValueTask InitializeAsync() => Portal.StartAsync(settings: ("PublicUrl", Address));

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
