using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyNl.Accounts;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Browser;

/// <summary>An account that changes its own ways in, loses them all, and gets it back from two admins: each link as the mail brings it.</summary>
[Collection(SharedPortal.Name)]
public sealed partial class RecoveryJourneyTests(RunningPortal portal)
{
    private const string Password = "vier woorden op een rij";

    [Fact]
    public async Task AMember_ChangesAddressAndFactors_LosesThem_AndTwoAdminsHelp()
    {
        var page = await Chromium.OpenAsync();
        var (email, id) = await MakeMemberAsync(page);

        await page.GotoAsync($"{portal.Address}/account/app");
        await page.LookAsync("code-app-gekoppeld");
        await page.GetByRole(AriaRole.Button, new() { Name = "Code-app ontkoppelen" }).ClickAsync();
        Assert.Contains("Dit is uw laatste manier", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        // Another address: the old one hears of it and counts until the new one was read.
        await page.GotoAsync($"{portal.Address}/account/email");
        await page.LookAsync("email-wijzigen");
        var wanted = $"{Guid.NewGuid():N}@gemeente.nl";
        await page.GetByLabel("Nieuw e-mailadres").FillAsync(wanted);
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Kijk in uw mail");
        await MailAsync(email, "Ander e-mailadres gevraagd");
        await page.GotoAsync(await LinkAsync(wanted, "Bevestig uw nieuwe e-mailadres"));
        await page.LookAsync("email-bevestigen");
        await page.GetByRole(AriaRole.Button, new() { Name = "E-mailadres bevestigen" }).ClickAsync();
        Assert.Contains("Uw e-mailadres is gewijzigd", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await MailAsync(email, "Uw e-mailadres is gewijzigd");

        // All is lost.
        await page.GetByRole(AriaRole.Button, new() { Name = "Uitloggen", Exact = true }).First.ClickAsync();
        await Heading(page, "Inloggen");
        await page.GotoAsync($"{portal.Address}/recover");
        await page.LookAsync("hulp-bij-inloggen");
        await page.GetByLabel("E-mailadres").FillAsync(wanted);
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Kijk in uw mail");
        await page.GotoAsync(await LinkAsync(wanted, "Hulp bij inloggen op Notify NL"));
        await page.LookAsync("hulp-vragen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Vraag om hulp" }).ClickAsync();
        await Heading(page, "Bel nu twee beheerders");
        await page.LookAsync("hulp-gevraagd");
        var word = (await page.Locator(".nn-key").TextContentAsync())!;

        var admin = await Chromium.OpenAsync();
        await admin.SignInAsync(portal, "beheerder@voorbeeld.nl");
        await admin.GotoAsync(await LinkAsync("beheerder@voorbeeld.nl", "Een collega vraagt uw hulp bij het inloggen"));
        await admin.LookAsync("verzoeken-om-hulp");
        await Card(admin).GetByLabel("Letters en cijfers van uw collega").FillAsync(word);
        await Card(admin).GetByRole(AriaRole.Button, new() { Name = "Goedkeuren" }).ClickAsync();
        Assert.Contains("Nog één andere beheerder", await admin.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(0, await Card(admin).GetByRole(AriaRole.Button, new() { Name = "Goedkeuren" }).CountAsync());
        using var platform = await Visitor.SignedInAsync(portal, "platform@voorbeeld.nl");
        await platform.GetAsync("account/recoveries");
        var request = await portal.Postgres.ReadAsync<Guid>("select id from recoveries where user_id = $1", id);
        await platform.SubmitAsync($"judge-{request}", new() { ["Word"] = word, ["Answer"] = "yes" });
        Assert.Contains("Uw collega krijgt een mail", platform.Page, StringComparison.Ordinal);

        await page.GotoAsync(await LinkAsync(wanted, "Begin opnieuw met uw account"));
        await page.LookAsync("account-herstellen");
        await page.GetByLabel("Nieuw wachtwoord").FillAsync("een heel andere zin nu");
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Hoe wilt u bewijzen dat u het bent?");
        await LinkAppAsync(page);
        Assert.Equal(
            "factor-added,email-change-asked,email-changed,recovery-asked,recovery-approved,recovery-approved,account-restored,password-changed,factor-added",
            await portal.Postgres.ReadAsync<string>("select string_agg(e.action, ',' order by l.place) from audit_entries e join audit_links l on l.entry_id = e.id where e.subject_id = $1", id));

        ILocator Card(IPage of) => of.Locator("li.nn-card", new() { HasText = wanted });
    }

    /// <summary>A person of their own with a code app, in the team of the demo dienst.</summary>
    private async Task<(string Email, Guid Id)> MakeMemberAsync(IPage page)
    {
        var email = $"{Guid.NewGuid():N}@gemeente.nl";
        string token;
        await using (var db = portal.Postgres.Open())
        {
            token = new Invitations(db, TimeProvider.System).Add(InvitationKind.Registration, email, invitedById: null).Value.Token;
            await db.SaveChangesAsync();
        }

        await page.GotoAsync($"{portal.Address}/invitations/{token}");
        await page.GetByLabel("Uw naam").FillAsync("Hanna Hulp");
        await page.GetByLabel("achtwoord").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await LinkAppAsync(page);
        var id = await portal.Postgres.ReadAsync<Guid>("select id from users where email = $1", email);
        await portal.Postgres.ExecuteAsync("insert into members (service_id, user_id, permissions) select id, $1, 1 from services where name = 'Uw uitkering'", id);
        return (email, id);
    }

    private static async Task LinkAppAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Code-app" }).ClickAsync();
        var key = Totp.Key(await page.Locator(".nn-key").TextContentAsync() ?? "");
        await page.GetByLabel("Beveiligingscode").FillAsync(Totp.Code(key, Totp.StepOf(DateTimeOffset.UtcNow)));
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Herstelcodes");
    }

    private static Task Heading(IPage page, string text) => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(text);

    private async Task<string> LinkAsync(string to, string subject) => Address().Match(await MailAsync(to, subject)).Value;

    private async Task<string> MailAsync(string to, string subject)
    {
        for (var tries = 0; tries < 100; tries++, await Task.Delay(100))
        {
            if (portal.Gateway.Mail.All().FirstOrDefault(m => m.To.Contains(to) && m.Subject == subject) is { } mail)
                return mail.Text;
        }

        throw new Xunit.Sdk.XunitException($"No mail with subject '{subject}' came.");
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
