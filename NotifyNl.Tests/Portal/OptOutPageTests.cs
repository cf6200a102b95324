using System.Net;
using System.Text;
using Microsoft.Playwright;
using NotifyNl.Tests.Browser;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>The opt-out list as people work with it, and a list that it concerns.</summary>
[Collection(RunningPortal.OneAtATime)]
public sealed class OptOutPageTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string Header = "telefoonnummer;aanhef;naam;bedrag;datum\r\n";

    [Fact]
    public async Task ANumber_IsAddedFoundAndRemoved_AndTheLogboekKnows()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var page = await PageAsync(visitor);
        await visitor.SubmitAsync("add-opt-out", new() { ["ToAdd.Number"] = "020 1234567", ["ToAdd.Reason"] = "Asked" });
        Assert.Contains("Dit is een vast nummer", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("add-opt-out", new() { ["ToAdd.Number"] = "06 1111 2222", ["ToAdd.Reason"] = "Deceased" });
        Assert.Contains("Het nummer staat nu op de afmeldlijst", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("11112222", visitor.Location.ToString(), StringComparison.Ordinal);

        await visitor.SubmitAsync("find-opt-out", new() { ["Sought.SoughtNumber"] = "0611112222" });
        Assert.Contains("06 11112222 staat op de afmeldlijst sinds", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("De ontvanger is overleden", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("remove-opt-out", new() { ["ToRemove.Number"] = "+31611112222" });
        Assert.Contains("Het nummer staat niet meer op de afmeldlijst", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("find-opt-out", new() { ["Sought.SoughtNumber"] = "0611112222" });
        Assert.Contains("06 11112222 staat niet op de afmeldlijst", visitor.Page, StringComparison.Ordinal);

        await visitor.GetAsync(page.Replace("/opt-outs", "/audit", StringComparison.Ordinal));
        Assert.Contains("zocht een nummer op de afmeldlijst", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("haalde een nummer van de afmeldlijst", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Audit.opt-out", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFile_IsImported_AndItsPeopleGetNoMessage()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var page = await PageAsync(visitor);
        await visitor.UploadAsync(page + "/import", "afmeldingen.csv", Encoding.UTF8.GetBytes("naam\r\nA\r\n"));
        Assert.Contains("Wij vinden geen kolom met telefoonnummers", visitor.Page, StringComparison.Ordinal);
        await visitor.UploadAsync(page + "/import", "afmeldingen.csv", Encoding.UTF8.GetBytes("mobiel\r\n0622223333\r\nniets\r\n0622224444\r\n"));
        Assert.Contains("2 nummers toegevoegd", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Rijen zonder goed nummer: 1. Die zijn overgeslagen: rij 3", visitor.Page, StringComparison.Ordinal);

        await visitor.GetAsync(page.Replace("/opt-outs", "/templates", StringComparison.Ordinal));
        var send = visitor.Link("services/[0-9a-f-]{36}/templates/[0-9a-f-]{36}") + "/send";
        await visitor.GetAsync(send);
        await visitor.UploadAsync(
            send.Replace("/send", "/lists", StringComparison.Ordinal), "lijst.csv",
            Encoding.UTF8.GetBytes(Header + "0622223333;de heer;X;1;2\r\n622225555;mevrouw;Zoë;1;2\r\n0622225555;mevrouw;Y;1;2\r\n"));

        Assert.Contains("Verstuur 2 sms'jes", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Ontvangers op de afmeldlijst: 1", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Een csv-bestand met een puntkomma tussen de kolommen. Tekenset: UTF-8.", visitor.Page, StringComparison.Ordinal);

        var list = visitor.Location.AbsolutePath.TrimStart('/');
        await visitor.GetAsync(list + "/duplicates.csv");
        Assert.EndsWith("0622225555;mevrouw;Y;1;2;4;3", visitor.Page.TrimEnd(), StringComparison.Ordinal);
        await visitor.GetAsync(list + "/repaired.csv");
        Assert.EndsWith("622225555;mevrouw;Zoë;1;2;3;06 22225555", visitor.Page.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>Axe and a picture of what is new: the opt-out list with an answer and with errors, and a list with everything to look at.</summary>
    [Fact]
    public async Task ThePages_AreCleanForAxe()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var address = await PageAsync(visitor);
        var page = await Chromium.OpenAsync();
        await page.SignInAsync(portal, "beheerder@voorbeeld.nl");
        await page.GotoAsync($"{portal.Address}/{address}");
        await page.LookAsync("afmeldlijst");
        await page.Locator("#veld-number").FillAsync("06 1");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Dit nummer is te kort");
        await page.LookAsync("afmeldlijst-fout");
        await page.Locator("#veld-soughtnumber").FillAsync("06 33334444");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("06 33334444 staat niet op de afmeldlijst")).ToBeVisibleAsync();
        await page.LookAsync("afmeldlijst-gezocht");

        await visitor.GetAsync(address.Replace("/opt-outs", "/templates", StringComparison.Ordinal));
        await page.GotoAsync($"{portal.Address}/{visitor.Link("services/[0-9a-f-]{36}/templates/[0-9a-f-]{36}")}/send");
        await page.Locator("#bestand").SetInputFilesAsync(new FilePayload
        {
            Name = "alles.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(Header.Trim() + ";bsn\r\n612345678;de heer;Zoë;1;2;111222333\r\n0612345678;de heer;Y;1;2;123456782\r\n+32470123456;mevrouw;Z;1;2;999990019\r\n097012345678;de heer;M;1;2;123456782\r\n"),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Uploaden en controleren" }).ClickAsync();
        await page.GetByText("Zo hebben wij uw bestand gelezen").ClickAsync();
        await Assertions.Expect(page.GetByText("Een csv-bestand met een puntkomma")).ToBeVisibleAsync();
        await page.LookAsync("lijst-let-op");
    }

    [Theory]
    [InlineData("kijker@voorbeeld.nl", HttpStatusCode.Forbidden)]
    [InlineData("platform@voorbeeld.nl", HttpStatusCode.Forbidden)]
    public async Task WhoMayNotSend_SeesNothingOfIt(string email, HttpStatusCode expected)
    {
        using var member = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var page = await PageAsync(member);
        using var visitor = await Visitor.SignedInAsync(portal, email);

        await visitor.GetAsync(page);

        Assert.Equal((expected, HttpStatusCode.OK), (visitor.Status, member.Status));
    }

    private static async Task<string> PageAsync(Visitor visitor)
    {
        await visitor.GetAsync("");
        var page = visitor.Link("services/[0-9a-f-]{36}") + "/opt-outs";
        await visitor.GetAsync(page);
        return page;
    }
}
