using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>The whole way without a mouse: everything is reached by Tab, has a focus that can be seen, and answers to Enter.</summary>
[Collection(SharedPortal.Name)]
public sealed class KeyboardTests(RunningPortal portal)
{
    private IPage page = null!;
    private Keyboard keys = null!;

    [Fact]
    public async Task AListIsSent_ByTabAndEnterAlone()
    {
        page = await Chromium.OpenAsync();
        keys = new Keyboard(page);
        await page.GotoAsync(portal.Address);

        // The first stop leads past the header.
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Naar de inhoud", await keys.FocusAsync());
        await page.Keyboard.PressAsync("Enter");
        await SignInAsync("verzender@voorbeeld.nl");
        await keys.EnterAsync("Uw uitkering", "Overzicht");
        await keys.EnterAsync("Sjablonen", "Sjablonen");
        await keys.EnterAsync("AOW-betaaldag", "AOW-betaaldag");
        await keys.EnterAsync("Versturen met een lijst", "Ontvangerslijst uploaden");

        // A refusal has the focus, and its link leads to the field.
        await keys.TabToAsync("Uploaden en controleren");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=alert]")).ToBeFocusedAsync();
        await keys.TabToAsync("Kies een bestand");
        await page.Keyboard.PressAsync("Enter");
        await ChooseAsync(page.GetByLabel("Ontvangerslijst"), RunningPortal.Sample("aow-betaaldag.xlsx"));
        await keys.EnterAsync("Uploaden en controleren", "Controleer en verstuur 60 sms'jes");

        await keys.TabToAsync("Naar rij");
        await page.Keyboard.TypeAsync("4");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Rij 4, naar")).ToBeVisibleAsync();

        // Planning asks for a day and a time, and only then.
        await keys.TabToAsync("Nu versturen");
        await Assertions.Expect(page.GetByLabel("Datum")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByLabel("Datum")).ToBeVisibleAsync();
        await keys.TabToAsync("Tijd");
        await keys.EnterAsync("Verstuur 60 sms'jes", "Controleer en verstuur 60 sms'jes");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("Vul een tijd in");
        await keys.TabToAsync("Inplannen");
        await page.Keyboard.PressAsync("ArrowUp");
        await keys.EnterAsync("Verstuur 60 sms'jes", "aow-betaaldag.xlsx");
        await Assertions.Expect(page.GetByText("De verzending is klaar.")).ToBeVisibleAsync();
        await keys.EnterAsync("60\nbezorgd", "aow-betaaldag.xlsx");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync("bezorgd");
        await keys.EnterAsync("Uitloggen", "Inloggen");
    }

    [Fact]
    public async Task ATeam_IsGoverned_ByTabAndEnterAlone()
    {
        page = await Chromium.OpenAsync();
        keys = new Keyboard(page);
        await page.GotoAsync(portal.Address);
        await SignInAsync("beheerder@voorbeeld.nl");
        await keys.EnterAsync("Uw uitkering", "Overzicht");
        await keys.EnterAsync("Teamleden", "Teamleden");
        await keys.EnterAsync("Teamlid uitnodigen", "Teamlid uitnodigen");
        await keys.TabToAsync("Verstuur de uitnodiging");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=alert]")).ToBeFocusedAsync();
        await keys.TabToAsync("Vul het e-mailadres in van de persoon die u wilt uitnodigen");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("E-mailadres van uw collega")).ToBeFocusedAsync();
        var email = $"toetsenbord-{Guid.NewGuid():N}"[..24] + "@gemeente.nl";
        await page.Keyboard.TypeAsync(email);
        await keys.TabToAsync("Berichten versturen");
        await page.Keyboard.PressAsync("Space");
        await keys.EnterAsync("Verstuur de uitnodiging", "Teamleden");
        await Assertions.Expect(page.Locator(".utrecht-alert--ok")).ToContainTextAsync("De uitnodiging is verstuurd");
        await keys.EnterAsync($"Intrekken\n({email})", "Teamleden");
        await Assertions.Expect(page.Locator(".utrecht-alert--ok")).ToContainTextAsync("De uitnodiging is ingetrokken");

        await keys.EnterAsync("Logboek", "Logboek");
        await keys.TabToAsync("Wat");
        await page.Keyboard.TypeAsync("trok");
        await keys.EnterAsync("Toon", "Logboek");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("trok");
        await keys.EnterAsync("Uw account", "Uw account");
        await keys.TabToAsync("Uw naam");
        await keys.EnterAsync("Uitloggen", "Inloggen");
    }

    /// <summary>Space opens the chooser of files. On a busy machine the press may come before the browser is told to hand the chooser to us: then nothing seems to happen, and it is pressed again.</summary>
    private async Task ChooseAsync(ILocator field, string file)
    {
        for (var tries = 1; ; tries++)
        {
            await Assertions.Expect(field).ToBeFocusedAsync();
            try
            {
                var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Space"), new() { Timeout = 10_000 });
                await chooser.SetFilesAsync(file);
                return;
            }
            catch (TimeoutException) when (tries < 3)
            {
            }
        }
    }

    private async Task SignInAsync(string email)
    {
        await keys.TabToAsync("E-mailadres");
        await page.Keyboard.TypeAsync(email);
        await keys.TabToAsync("Wachtwoord");
        await page.Keyboard.TypeAsync(portal.Password);
        await keys.EnterAsync("Inloggen", "Extra controle");
        await keys.TabToAsync("Beveiligingscode");
        await page.Keyboard.TypeAsync(await portal.CodeAsync(email));
        await keys.EnterAsync("Verder", "Uw diensten");
    }
}
