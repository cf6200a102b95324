using Microsoft.Playwright;
using NotifyNl.Tests.Accounts;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>Single sign-on as a browser does it: our policy for forms and cookies lets it go to the provider and come back.</summary>
[Collection(SingleSignOnPortal.Name)]
public sealed class SingleSignOnPagesTests(SingleSignOnPortal at)
{
    [Fact]
    public async Task ToTheProviderAndBack_LinkedAndSignedOut_ByKeyboard()
    {
        var portal = at.Portal;
        at.Provider.Present = Colleague.New("balie");
        var page = await Chromium.OpenAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        await page.GotoAsync($"{portal.Address}/sign-in");
        await page.LookAsync("inloggen-organisatie");
        await page.GetByRole(AriaRole.Link, new() { Name = "Inloggen via Gemeente Voorbeeld" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Uw diensten");
        await page.GotoAsync($"{portal.Address}/account/providers");
        await page.LookAsync("account-organisatie");

        // From a form of ours, by way of a page of ours, to the provider: signed out there as well, and back.
        await page.GetByRole(AriaRole.Button, new() { Name = "Uitloggen" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Inloggen");
        Assert.Equal(1, at.Provider.SignedOut);

        at.Provider.Present = Colleague.New();
        await page.GetByRole(AriaRole.Link, new() { Name = "Inloggen via Gemeente Voorbeeld" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("U hebt nog geen toegang");
        await page.LookAsync("geen-toegang");

        await page.SignInAsync(portal, "beheerder@voorbeeld.nl");
        await page.GotoAsync($"{portal.Address}/account/providers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Koppelen (Gemeente Voorbeeld)" }).PressAsync("Enter");

        // Until the stylesheet is there, the hidden line about a lost connection is a status as well.
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Uw account is gekoppeld" })).ToBeVisibleAsync();
        await portal.Postgres.ExecuteAsync("delete from user_logins l using users u where u.id = l.user_id and u.email = 'beheerder@voorbeeld.nl'");
        Assert.Empty(complaints);
    }
}
