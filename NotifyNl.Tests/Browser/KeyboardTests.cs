using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>The whole way without a mouse: everything is reached by Tab, has a focus that can be seen, and answers to Enter.</summary>
[Collection(SharedPortal.Name)]
public sealed class KeyboardTests(RunningPortal portal)
{
    private const string NameOfFocus = """
        () => { const e = document.activeElement; return (e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText ?? '').trim(); }
        """;

    private const string IsFocusSeen = """
        () => {
          const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
          return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) && r.bottom > 0 && r.top < innerHeight && r.width > 0;
        }
        """;

    private IPage page = null!;

    [Fact]
    public async Task AListIsSent_ByTabAndEnterAlone()
    {
        page = await Chromium.OpenAsync();
        await page.GotoAsync(portal.Address);

        // The first stop leads past the header.
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Naar de inhoud", await page.EvaluateAsync<string>(NameOfFocus));
        await page.Keyboard.PressAsync("Enter");
        await SignInAsync("verzender@voorbeeld.nl");
        await EnterAsync("Uw uitkering", "Overzicht");
        await EnterAsync("Sjablonen", "Sjablonen");
        await EnterAsync("AOW-betaaldag", "AOW-betaaldag");
        await EnterAsync("Versturen met een lijst", "Ontvangerslijst uploaden");

        // A refusal has the focus, and its link leads to the field.
        await TabToAsync("Uploaden en controleren");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=alert]")).ToBeFocusedAsync();
        await TabToAsync("Kies een bestand");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Ontvangerslijst")).ToBeFocusedAsync();
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Space"));
        await chooser.SetFilesAsync(RunningPortal.Sample("aow-betaaldag.xlsx"));
        await EnterAsync("Uploaden en controleren", "Controleer en verstuur 60 sms'jes");

        await TabToAsync("Naar rij");
        await page.Keyboard.TypeAsync("4");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Rij 4, naar")).ToBeVisibleAsync();

        // Planning asks for a day and a time, and only then.
        await TabToAsync("Nu versturen");
        await Assertions.Expect(page.GetByLabel("Datum")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByLabel("Datum")).ToBeVisibleAsync();
        await TabToAsync("Tijd");
        await EnterAsync("Verstuur 60 sms'jes", "Controleer en verstuur 60 sms'jes");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("Vul een tijd in");
        await TabToAsync("Inplannen");
        await page.Keyboard.PressAsync("ArrowUp");
        await EnterAsync("Verstuur 60 sms'jes", "aow-betaaldag.xlsx");
        await Assertions.Expect(page.GetByText("De verzending is klaar.")).ToBeVisibleAsync();
        await EnterAsync("60\nbezorgd", "aow-betaaldag.xlsx");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync("bezorgd");
        await EnterAsync("Uitloggen", "Inloggen");
    }

    [Fact]
    public async Task ATeam_IsGoverned_ByTabAndEnterAlone()
    {
        page = await Chromium.OpenAsync();
        await page.GotoAsync(portal.Address);
        await SignInAsync("beheerder@voorbeeld.nl");
        await EnterAsync("Uw uitkering", "Overzicht");
        await EnterAsync("Teamleden", "Teamleden");
        await EnterAsync("Teamlid uitnodigen", "Teamlid uitnodigen");
        await TabToAsync("Verstuur de uitnodiging");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=alert]")).ToBeFocusedAsync();
        await TabToAsync("Vul het e-mailadres in van de persoon die u wilt uitnodigen");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("E-mailadres van uw collega")).ToBeFocusedAsync();
        var email = $"toetsenbord-{Guid.NewGuid():N}"[..24] + "@gemeente.nl";
        await page.Keyboard.TypeAsync(email);
        await TabToAsync("Berichten versturen");
        await page.Keyboard.PressAsync("Space");
        await EnterAsync("Verstuur de uitnodiging", "Teamleden");
        await Assertions.Expect(page.Locator(".utrecht-alert--ok")).ToContainTextAsync("De uitnodiging is verstuurd");
        await EnterAsync($"Intrekken\n({email})", "Teamleden");
        await Assertions.Expect(page.Locator(".utrecht-alert--ok")).ToContainTextAsync("De uitnodiging is ingetrokken");

        await EnterAsync("Logboek", "Logboek");
        await TabToAsync("Wat");
        await page.Keyboard.TypeAsync("trok");
        await EnterAsync("Toon", "Logboek");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("trok");
        await EnterAsync("Uw account", "Uw account");
        await TabToAsync("Uw naam");
        await EnterAsync("Uitloggen", "Inloggen");
    }

    private async Task SignInAsync(string email)
    {
        await TabToAsync("E-mailadres");
        await page.Keyboard.TypeAsync(email);
        await TabToAsync("Wachtwoord");
        await page.Keyboard.TypeAsync(portal.Password);
        await EnterAsync("Inloggen", "Extra controle");
        await TabToAsync("Beveiligingscode");
        await page.Keyboard.TypeAsync(await portal.CodeAsync(email));
        await EnterAsync("Verder", "Uw diensten");
    }

    private async Task EnterAsync(string name, string heading)
    {
        await TabToAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
    }

    private async Task AssertFocusIsSeenAsync(string name)
    {
        // The browser scrolls to it in a moment.
        for (var tries = 0; tries < 20; tries++, await Task.Delay(100))
        {
            if (await page.EvaluateAsync<bool>(IsFocusSeen))
                return;
        }

        Assert.Fail($"The focus on '{name}' can not be seen: {await page.EvaluateAsync<string>("() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect(); return `${s.outlineStyle} ${s.outlineWidth}, ${r.top}–${r.bottom} of ${innerHeight}`; }")}");
    }

    private async Task TabToAsync(string name)
    {
        var passed = new List<string>();
        for (var stops = 0; stops < 80; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            passed.Add(await page.EvaluateAsync<string>(NameOfFocus));
            if (passed[^1] == name)
            {
                await AssertFocusIsSeenAsync(name);
                return;
            }
        }

        Assert.Fail($"Tab does not lead to '{name}', but to: {string.Join(" | ", passed.Distinct())}");
    }
}
