using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>Signing in and the account's own pages, in a browser with an authenticator.</summary>
[Collection(SharedPortal.Name)]
public sealed class SigningInTests(RunningPortal portal)
{
    [Fact]
    public async Task APasskey_MadeInTheAccount_IsEnoughByItself()
    {
        const string email = "verzender@voorbeeld.nl";
        var page = await Chromium.OpenAsync(390);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        await PasskeyAuthenticator.AddAsync(page);
        await page.GotoAsync($"{portal.Address}/account");
        await page.GetByLabel("E-mailadres").FillAsync(email);
        await page.GetByLabel("Wachtwoord").FillAsync(portal.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Inloggen", Exact = true }).ClickAsync();
        await page.LookAsync("extra-controle");
        await page.GetByLabel("Beveiligingscode").FillAsync(await portal.CodeAsync(email));
        await page.Keyboard.PressAsync("Enter");

        // The address that was asked for first.
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Uw account");
        await page.LookAsync("account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Wijzigen (Passkeys)" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Passkey maken op dit apparaat" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Herstelcodes");
        await page.LookAsync("herstelcodes-vooraf");
        await page.GetByRole(AriaRole.Button, new() { Name = "herstelcodes maken" }).ClickAsync();
        await Assertions.Expect(page.Locator(".nn-codes li")).ToHaveCountAsync(10);
        await page.LookAsync("herstelcodes");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ik heb de codes bewaard" }).ClickAsync();

        await page.GotoAsync($"{portal.Address}/account/passkeys");
        await page.LookAsync("passkeys");
        await page.GotoAsync($"{portal.Address}/account/app");
        await page.LookAsync("code-app");
        await page.GotoAsync($"{portal.Address}/account/mobile");
        await page.LookAsync("mobiel");

        await page.GetByRole(AriaRole.Button, new() { Name = "Uitloggen" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Inloggen met een passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Uw diensten");

        // Back as it was, for the other tests.
        await portal.Postgres.ExecuteAsync("delete from user_passkeys");
        await portal.Postgres.ExecuteAsync("delete from recovery_codes");
        Assert.Empty(complaints);
    }
}
