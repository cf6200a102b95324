using System.Net;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Accounts;

/// <summary>An installation where people sign in at their organisation only.</summary>
public sealed class NoLocalAccountsTests(PostgresServer server) : IAsyncDisposable
{
    private readonly PortalInProcess portal = new(server);

    [Fact]
    public async Task WithLocalAccountsOff_NoPasswordIsAskedOrTaken_AndTheirSessionsEnd()
    {
        await portal.StartAsync(null, ("Accounts:LocalAccounts", "false"), ("Accounts:SelfRegistrationDomains:0", "gemeente.example"),
            ("SingleSignOn:Providers:0:Name", "Gemeente Voorbeeld"), ("SingleSignOn:Providers:0:Authority", "http://127.0.0.1:9"), ("SingleSignOn:Providers:0:ClientId", "c"));
        var people = await People.AsyncIn(portal);
        using var stranger = await portal.BrowserAsync(null);
        var page = await stranger.GetStringAsync("/sign-in?terug=/account");
        Assert.Contains("href=\"sign-in/sso/gemeente-voorbeeld?terug=%2Faccount\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("register", page, StringComparison.Ordinal);
        Assert.DoesNotContain("forgot-password", page, StringComparison.Ordinal);
        foreach (var closed in new[] { "/register", "/forgot-password", "/reset-password/x", "/recover", "/recover/x", "/restore/x" })
        {
            page = await stranger.GetStringAsync(closed);
            Assert.Contains("Wachtwoorden gebruikt u hier niet", page, StringComparison.Ordinal);
            Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("type=\"email\"", page, StringComparison.Ordinal);
        }

        // A session that began with a password, and the form as it stood in a browser.
        using var member = await portal.BrowserAsync(people.All["all"]);
        using var sent = await member.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        Assert.Contains("/sign-in", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await portal.DisposeAsync();
}
