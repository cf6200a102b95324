using System.Net.Http.Json;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>What a developer of a service does in the portal, each page looked at at two widths.</summary>
[Collection(LookedAtPortal.Name)]
public sealed class ApiPagesTests(RunningPortal portal)
{
    [Fact]
    public async Task Keys_Guests_AndCallbacks()
    {
        var page = await SignedInAsync();
        var service = await ServiceAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "API-koppeling", Exact = true }).ClickAsync();
        await page.LookAsync("api-koppeling");

        // A key, by keyboard alone, shown once.
        await page.GetByRole(AriaRole.Link, new() { Name = "API-sleutels" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Nieuwe API-sleutel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sleutel maken" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Geef de sleutel een naam");
        await page.LookAsync("api-sleutel-fout");
        await page.GetByLabel("Naam van de sleutel").FocusAsync();
        await page.Keyboard.TypeAsync("Zaaksysteem");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space"); // the first choice: a test key
        await page.Keyboard.PressAsync("Enter");
        var key = await page.GetByLabel("Sleutel ‘Zaaksysteem’").InputValueAsync();
        Assert.Matches("^zaaksysteem-[0-9a-f-]{36}-[0-9a-f-]{36}$", key);
        await page.LookAsync("api-sleutel-gemaakt");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ik heb de sleutel gekopieerd" }).ClickAsync();
        Assert.DoesNotContain(key[^36..], await page.ContentAsync(), StringComparison.Ordinal);
        await page.LookAsync("api-sleutels");

        await TryAsync(page, key);

        await page.GotoAsync(service + "/api/log");
        await Assertions.Expect(page.GetByText("template_id is not a valid UUID").First).ToBeVisibleAsync();
        await page.LookAsync("api-aanroepen");
        await page.GotoAsync(service + "/api/keys");
        await page.GetByRole(AriaRole.Link, new() { Name = "Intrekken Zaaksysteem" }).ClickAsync();
        await page.LookAsync("api-sleutel-intrekken");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ja, intrekken" }).ClickAsync();
        await Assertions.Expect(page.GetByText("De sleutel is ingetrokken.")).ToBeVisibleAsync();

        await page.GotoAsync(await ServiceAsync(page) + "/api/guests");
        await page.GetByLabel("Nummer 1").FillAsync("06 1234");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.GetByLabel("Nummer 1").FillAsync("06 12345678");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        await Assertions.Expect(page.GetByText("De gastenlijst is opgeslagen.")).ToBeVisibleAsync();
        await page.LookAsync("gastenlijst");

        await CallbackAsync(page);
    }

    /// <summary>Every task but trying a call; for that the page points at the samples.</summary>
    [Fact]
    public async Task WithoutJavaScript_KeyGuestsAndCallback_AreMade()
    {
        var page = await SignedInAsync(javaScript: false);
        var service = await ServiceAsync(page);
        await page.GotoAsync(service + "/api/keys/new");
        await page.GetByLabel("Naam van de sleutel").FillAsync("Zonder script");
        await page.GetByRole(AriaRole.Radio).First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sleutel maken" }).ClickAsync();
        Assert.Matches("^zonder_script-[0-9a-f-]{36}-[0-9a-f-]{36}$", await page.GetByLabel("Sleutel ‘Zonder script’").InputValueAsync());
        await page.GotoAsync(service + "/api/keys");
        await page.GetByRole(AriaRole.Link, new() { Name = "Intrekken Zonder script" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ja, intrekken" }).ClickAsync();
        await Assertions.Expect(page.GetByText("De sleutel is ingetrokken.")).ToBeVisibleAsync();

        await page.GotoAsync(service + "/api/guests");
        await page.GetByLabel("Nummer 2").FillAsync("06 87654321");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        await Assertions.Expect(page.GetByText("De gastenlijst is opgeslagen.")).ToBeVisibleAsync();

        await page.GotoAsync(service + "/api/callbacks/received-text");
        await page.GetByLabel("Adres van uw systeem").FillAsync("https://bestaat-niet.invalid/sms");
        await page.GetByLabel("Token").FillAsync("een-token-van-ons");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        Assert.StartsWith("whsec_", await page.GetByLabel("Geheim om handtekeningen").InputValueAsync(), StringComparison.Ordinal);
        await page.GotoAsync(service + "/api/callbacks/received-text/remove");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ja, verwijderen" }).ClickAsync();

        await page.GotoAsync($"{portal.Address}/documentatie/proberen");
        await Assertions.Expect(page.GetByLabel("API-sleutel")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("noscript a")).ToHaveAttributeAsync("href", "documentatie/voorbeelden");
    }

    private async Task CallbackAsync(IPage page)
    {
        await page.GotoAsync(await ServiceAsync(page) + "/api/callbacks/delivery-status");
        await page.GetByLabel("Adres van uw systeem").FillAsync("https://127.0.0.1/meldingen");
        await page.GetByLabel("Token").FillAsync("een-token-van-ons");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("afgesloten netwerk");
        await page.LookAsync("statusmelding-fout");
        await page.GetByLabel("Adres van uw systeem").FillAsync("https://bestaat-niet.invalid/meldingen");
        await page.GetByLabel("Token").FillAsync("een-token-van-ons");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        Assert.StartsWith("whsec_", await page.GetByLabel("Geheim om handtekeningen").InputValueAsync(), StringComparison.Ordinal);
        await page.LookAsync("statusmelding-geheim");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ik heb het geheim gekopieerd" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Testmelding sturen" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Testmelding: De naam in het adres bestaat niet.")).ToBeVisibleAsync();
        var service = Guid.Parse((await ServiceAsync(page)).Split('/')[^1]);
        await portal.Postgres.ExecuteAsync(
            """
            insert into callback_events (id, service_id, kind, subject_id, status, created_at, failed_at, attempts, result)
            select gen_random_uuid(), $1, 0, gen_random_uuid(), 20, now(), now(), 6, 'receiver-failed' from generate_series(1, 3)
            """,
            service);
        await page.GotoAsync(await ServiceAsync(page) + "/api/callbacks/delivery-status");
        await page.LookAsync("statusmelding");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opnieuw sturen" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("1 melding gaat opnieuw")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Nieuw geheim maken" }).ClickAsync();
        Assert.StartsWith("whsec_", await page.GetByLabel("Geheim om handtekeningen").InputValueAsync(), StringComparison.Ordinal);
        await page.GotoAsync(await ServiceAsync(page) + "/api/callbacks");
        await page.LookAsync("statusmeldingen");
        await page.GotoAsync(await ServiceAsync(page) + "/api/callbacks/delivery-status/remove");
        await page.LookAsync("statusmelding-weghalen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ja, verwijderen" }).ClickAsync();
        Assert.Equal(0L, await portal.Postgres.ReadAsync<long>("select count(*) from callback_events where service_id = $1", service));
        await page.GotoAsync(await ServiceAsync(page) + "/audit");
        await Assertions.Expect(page.GetByRole(AriaRole.Table).GetByText("haalde de statusmelding weg:").First).ToBeVisibleAsync();
    }

    private static async Task TryAsync(IPage page, string key)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "API-koppeling", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Documentatie" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Proberen", Exact = true }).ClickAsync();
        await page.GetByLabel("API-sleutel").FillAsync(key);
        await page.GetByLabel("Aanroep", new() { Exact = true }).SelectOptionAsync("getTemplates");
        await page.GetByRole(AriaRole.Button, new() { Name = "Versturen" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-try-line]")).ToContainTextAsync("200");
        await Assertions.Expect(page.Locator("[data-try-json]")).ToContainTextAsync("AOW-betaaldag");
        await page.LookAsync("proberen");

        // An error is shown here, and on the page of the service.
        await page.GetByLabel("Aanroep", new() { Exact = true }).SelectOptionAsync("sendSms");
        await page.GetByLabel("Inhoud").FillAsync("""{"phone_number": "0699000001", "template_id": "geen"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Versturen" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-try-line]")).ToContainTextAsync("400");
        await page.WaitForTimeoutAsync(1_500); // written down once a second
    }

    [Fact]
    public async Task Documentation_IsReadWithoutSigningIn()
    {
        var page = await Chromium.OpenAsync();
        foreach (var name in new[] { "", "/aanroepen", "/statussen", "/callbacks", "/voorbeelden", "/wijzigingen" })
        {
            Assert.Equal(200, (await page.GotoAsync($"{portal.Address}/documentatie{name}"))!.Status);
            await page.LookAsync("documentatie" + name.Replace('/', '-'));
            Assert.DoesNotContain("@@", await page.ContentAsync(), StringComparison.Ordinal);
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Changes");
    }

    [Fact]
    public async Task ReceivedTexts_AreReadAsConversations()
    {
        var page = await SignedInAsync();
        var service = Guid.Parse((await ServiceAsync(page)).Split('/')[^1]);
        await portal.Postgres.ExecuteAsync("insert into inbound_numbers (number, keyword, service_id) values ('31970102030', '', $1) on conflict do nothing", service);
        using var http = new HttpClient();
        foreach (var text in new[] { "Ik kan die dag niet. Kan het later? <script>alert(1)</script>", "Stop" })
        {
            var answer = await http.PostAsJsonAsync(
                $"{portal.Address}/gateways/cm/texts/{RunningPortal.ReceiptSecret}",
                new { from = new { number = "0031612341280" }, to = new { number = "0031970102030" }, message = new { text }, reference = $"{text.Length}-sms" });
            Assert.Equal(200, (int)answer.StatusCode);
        }

        await page.GotoAsync(await ServiceAsync(page) + "/received");
        await page.LookAsync("ontvangen");
        await page.GetByRole(AriaRole.Link, new() { Name = "06 12341280" }).ClickAsync();
        await Assertions.Expect(page.GetByText("<script>alert(1)</script>")).ToBeVisibleAsync();
        await page.LookAsync("gesprek");
        await page.GetByRole(AriaRole.Link, new() { Name = "Antwoord sturen" }).ClickAsync();
        await page.GetByLabel("Met welk sjabloon antwoordt u?").SelectOptionAsync(new SelectOptionValue { Label = "AOW-betaaldag" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Kies dit sjabloon" }).ClickAsync();
        await page.GetByLabel("aanhef").FillAsync("mevrouw");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verstuur het antwoord" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Vul dit veld in: naam");
        await page.LookAsync("antwoord");

        await page.GotoAsync(await ServiceAsync(page) + "/received/rules");
        await page.GetByLabel("Woord", new() { Exact = true }).FillAsync("stop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Toevoegen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Dit woord meldt een burger af.");
        await page.LookAsync("automatische-antwoorden");
    }

    private async Task<IPage> SignedInAsync(bool javaScript = true)
    {
        var page = await Chromium.OpenAsync(javaScript: javaScript);
        await page.SignInAsync(portal, "beheerder@voorbeeld.nl");
        await page.GetByRole(AriaRole.Link, new() { Name = "Uw uitkering" }).ClickAsync();
        return page;
    }

    private static async Task<string> ServiceAsync(IPage page) =>
        new Uri(new Uri(page.Url), (await page.Locator(".nn-header__service").GetAttributeAsync("href"))!.Insert(0, "/")).ToString();
}
