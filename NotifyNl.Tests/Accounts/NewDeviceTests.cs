extern alias simulator;

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Accounts;
using NotifyNl.Tests.Infrastructure;
using simulator::NotifyNl.Simulator;

namespace NotifyNl.Tests.Accounts;

/// <summary>Who signs in from a browser that the account does not know, is mailed about; from one that it knows, not.</summary>
public sealed partial class NewDeviceTests(PostgresServer server)
{
    private const string Password = "een lange zin die niemand raadt";
    private const string Email = "sanne@gemeente.example";

    private readonly byte[] appKey = Totp.NewKey();

    [Fact]
    public async Task ANewBrowser_IsMailedAbout_AndAKnownOneIsNot()
    {
        await using var mailbox = await SimulatorHost.StartAsync(new SimulatorOptions { SmtpPort = 0 });
        await using var portal = new PortalInProcess(server);
        await portal.StartAsync(null, ("Mail:SmtpPort", $"{mailbox.SmtpPort}"));
        await AddUserAsync(portal);

        using var first = await portal.BrowserAsync(null);
        using var second = await portal.BrowserAsync(null);
        using var third = await portal.BrowserAsync(null);
        await SignInAsync(portal, first); // the only one there is: nobody needs to be told
        await SignInAsync(portal, second);
        await SignInAsync(portal, first);
        await SignInAsync(portal, second);
        await SignInAsync(portal, third);

        // In the order in which they were posted: had a known browser been told of, its mail would stand between these.
        var mails = await mailbox.MailAsync(2);
        Assert.All(mails, mail => Assert.Contains("apparaat", mail, StringComparison.Ordinal));
        await Task.Delay(500);
        Assert.Equal(2, mailbox.Mail.All().Count(m => m.To.Contains(Email)));
    }

    private async Task AddUserAsync(PortalInProcess portal)
    {
        var id = Guid.CreateVersion7();
        await using var scope = portal.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(
            new User { Id = id, Name = "Sanne de Vries", UserName = Email, Email = Email, EmailConfirmed = true, AuthenticatorKey = Given.Seal.Seal(id, appKey), CreatedAt = DateTimeOffset.UtcNow }, Password);
        Assert.True(made.Succeeded, string.Join(' ', made.Errors.Select(e => e.Code)));
    }

    private async Task SignInAsync(PortalInProcess portal, HttpClient browser)
    {
        await SubmitAsync(browser, "/sign-in", "sign-in", ("Input.Email", Email), ("Input.Password", Password));
        await portal.Postgres.ExecuteAsync("update users set authenticator_step = null");
        await SubmitAsync(browser, "/sign-in/code", "code", ("Input.Code", Totp.Code(appKey, Totp.StepOf(DateTimeOffset.UtcNow))));
        using var account = await browser.GetAsync("/account");
        Assert.Equal(HttpStatusCode.OK, account.StatusCode);
    }

    private static async Task SubmitAsync(HttpClient browser, string page, string form, params (string, string)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        using var answer = await browser.PostAsync(page, new FormUrlEncodedContent(
            [new("_handler", form), new("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value)), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}

file static class Mailbox
{
    /// <summary>The texts of the first mails to arrive, when there are so many.</summary>
    public static async Task<IReadOnlyList<string>> MailAsync(this SimulatorHost mailbox, int count)
    {
        for (var tries = 0; tries < 100; tries++, await Task.Delay(100))
        {
            if (mailbox.Mail.All() is { } all && all.Count >= count)
                return [.. all.Select(m => m.Subject + " " + m.Text)];
        }

        throw new Xunit.Sdk.XunitException($"There are no {count} mails after ten seconds.");
    }
}
