using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>From an Excel list to a delivered text message, as a civil servant walks it; each page looked at by axe at two widths, and photographed for the README.</summary>
[Collection(SharedPortal.Name)]
public sealed class WholeWayTests(RunningPortal portal)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task AList_BecomesDeliveredMessages(int width)
    {
        var page = await Chromium.OpenAsync(width);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };

        await page.GotoAsync(portal.Address);
        await page.LookAsync("aanmelden", width);
        await page.SignInAsync(portal, "beheerder@voorbeeld.nl");
        await page.LookAsync("diensten", width);
        await page.GetByRole(AriaRole.Link, new() { Name = "Uw uitkering" }).ClickAsync();
        await page.LookAsync("overzicht", width);

        // A template, measured while it is typed.
        await page.GetByRole(AriaRole.Link, new() { Name = "Sjablonen", Exact = true }).ClickAsync();
        await page.LookAsync("sjablonen", width);
        await page.GetByRole(AriaRole.Link, new() { Name = "Nieuw sjabloon" }).ClickAsync();
        await page.GetByLabel("Naam van het sjabloon").FillAsync($"AOW op uw rekening {width}");
        await Assertions.Expect(page.Locator("[data-live=ja]")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        var text = page.GetByLabel("Bericht", new() { Exact = true });
        await text.ClickAsync();
        await text.PressSequentiallyAsync("Geïnformeerd: ", new() { Delay = 5 });
        await Assertions.Expect(page.Locator(".nn-dearer")).ToContainTextAsync("ï");
        await text.FillAsync("Beste ((aanhef)) ((naam)), uw AOW van ((bedrag)) staat op ((datum)) op uw rekening.");
        await Assertions.Expect(page.Locator(".nn-phone__bubble")).ToContainTextAsync("Uw uitkering: Beste ((aanhef)) ((naam))");
        await page.LookAsync("sjabloon-bewerken", width);
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Het sjabloon is opgeslagen.")).ToBeVisibleAsync();
        await page.LookAsync("sjabloon", width);

        // The list, checked.
        await page.GetByRole(AriaRole.Link, new() { Name = "Versturen met een lijst" }).ClickAsync();
        await page.LookAsync("lijst-uploaden", width);
        await page.GetByLabel("Ontvangerslijst").SetInputFilesAsync(RunningPortal.Sample("aow-betaaldag.xlsx"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Uploaden en controleren" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Controleer en verstuur 60 sms'jes");
        await Assertions.Expect(page.Locator(".nn-phone__bubble")).ToHaveTextAsync(
            "Uw uitkering: Beste mevrouw Jansen, uw AOW van € 1.452,06 staat op 23 december 2026 op uw rekening.");
        await page.LookAsync("lijst-controle", width);
        await page.GetByRole(AriaRole.Link, new() { Name = "Volgende ontvanger" }).ClickAsync();
        await Assertions.Expect(page.Locator(".nn-phone__bubble")).ToContainTextAsync("De Vries");

        // The press, and the progress that moves by itself.
        await page.GetByRole(AriaRole.Button, new() { Name = "Verstuur 60 sms'jes" }).ClickAsync();
        await Assertions.Expect(page.Locator(".nn-tile--delivered strong")).ToHaveTextAsync("60", new() { Timeout = 90_000 });
        await Assertions.Expect(page.GetByText("De verzending is klaar.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).Not.ToContainTextAsync("In de wachtrij");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Stop deze verzending" })).ToHaveCountAsync(0);
        await page.LookAsync("verzending", width);

        // The telephone of one of them, letter for letter.
        var received = portal.Gateway.Record.Messages("0612341834")[^1];
        Assert.Equal("Uw uitkering: Beste mevrouw Zoë van 't Hof, uw AOW van € 1.467,06 staat op 23 december 2026 op uw rekening.", received.Text);
        var phone = await page.Context.NewPageAsync();
        await phone.GotoAsync($"{portal.Gateway.Address}/phones/0612341834");
        await Assertions.Expect(phone.Locator(".text").Last).ToHaveTextAsync(received.Text);
        await phone.LookAsync("telefoon", width);

        // The report: the original columns beside the outcome.
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Rapport (CSV)" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!);
        Assert.Equal("telefoonnummer;aanhef;naam;datum;bedrag;rij;status;reden;overgedragen;afgerond;sms-delen", lines[0]);
        Assert.Equal(61, lines.Length);
        Assert.StartsWith("+32 470 12 34 56;mevrouw;Jansen;23 december 2026;€ 1.452,06;2;Bezorgd;", lines[1], StringComparison.Ordinal);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task FaultyRows_AreShownCellByCell()
    {
        var page = await Chromium.OpenAsync();
        await page.SignInAsync(portal, "beheerder@voorbeeld.nl");
        await page.GetByRole(AriaRole.Link, new() { Name = "Uw uitkering" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sjablonen", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Nieuw sjabloon" }).ClickAsync();
        await page.GetByLabel("Naam van het sjabloon").FillAsync("Afspraak");
        await page.GetByLabel("Bericht", new() { Exact = true }).FillAsync("Beste ((naam)), tot ((datum)).");

        // As when the composer connects at the very moment of the press: its field is drawn anew, and what was typed is in it.
        await page.EvaluateAsync("() => { const field = document.querySelector('.nn-composer textarea'); const anew = field.cloneNode(); anew.value = ''; field.replaceWith(anew); }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Versturen met een lijst" }).ClickAsync();

        // A list without numbers: said on the page where it happened.
        await page.GetByLabel("Ontvangerslijst").SetInputFilesAsync(RunningPortal.Sample("zonder-nummerkolom.csv"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Uploaden en controleren" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("telefoonnummer");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        Assert.StartsWith("Fout: ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.LookAsync("lijst-geweigerd");

        await page.GetByLabel("Ontvangerslijst").SetInputFilesAsync(RunningPortal.Sample("wat-er-misgaat.xlsx"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Uploaden en controleren" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("rijen niet goed");
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("Excel heeft dit nummer veranderd");
        await page.LookAsync("lijst-met-fouten");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ga verder met alleen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Controleer en verstuur");
        await page.LookAsync("lijst-goede-rijen");
    }
}
