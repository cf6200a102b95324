using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>What cannot be sent is refused with a sentence that says what to do, on the page where it happened, and nothing is stored.</summary>
[Collection(SharedPortal.Name)]
public sealed class BadInputTests(RunningPortal portal)
{
    private const string Heads = "telefoonnummer;aanhef;naam;bedrag;datum\r\n";
    private const string Row = "0612345678;de heer;X;1;2\r\n";

    public static TheoryData<string, string, string> Files => new()
    {
        { "", "", "Kies een bestand" },
        { "leeg.csv", "", "Dit bestand is leeg" },
        { "plaatje.xlsx", "picture", "Dit is een afbeelding, geen lijst" },
        { "brief.pdf", "pdf", "Dit is een pdf, geen lijst" },
        { "programma.exe", "unknown", "Dit soort bestand kunnen wij niet lezen" },
        { "geheim.xlsx", "password", "beveiligd met een wachtwoord" },
        { "kapot.xlsx", "damaged", "Dit bestand is beschadigd" },
        { "groot.csv", "large", "groter dan 25 MB" },
        { "lang.csv", "long", "meer dan 100.000 rijen" },
        { "zonder-nummer.csv", "aanhef;naam;bedrag;datum\r\nde heer;X;1;2\r\n", "Wij vinden geen kolom met telefoonnummers" },
        { "twee-nummers.csv", "telefoonnummer;mobiel;aanhef;naam;bedrag;datum\r\n0612345678;0612345679;de heer;X;1;2\r\n", "Er zijn meer kolommen met telefoonnummers" },
        { "zonder-naam.csv", "telefoonnummer;aanhef;bedrag;datum\r\n0612345678;de heer;1;2\r\n", "De lijst heeft geen kolom" },
        { "alleen-kop.csv", Heads, "In deze lijst staan geen ontvangers" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AFileThatCannotBeSent_IsRefusedOnThePageWhereItHappened(string name, string content, string sentence)
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        var before = await StoredAsync();

        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), name.Length == 0 ? "\"\"" : name, Bytes(content));

        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("role=\"alert\"", visitor.Page, StringComparison.Ordinal);
        Assert.Contains(sentence, visitor.Page, StringComparison.Ordinal);
        Assert.Contains("<title>Fout: ", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Uploaden en controleren", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(before, await StoredAsync());
    }

    [Fact]
    public async Task ATemplateDeletedMeanwhile_IsToldAtTheUploadAndAtThePress()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var service = await NewTemplateAsync(visitor, "Verdwijnt straks");
        var template = visitor.Location.AbsolutePath[1..];
        var list = Encoding.UTF8.GetBytes("telefoonnummer;naam\r\n0612345678;X\r\n");
        await visitor.GetAsync(template + "/send");
        await visitor.UploadAsync(template + "/lists", "op-tijd.csv", list);
        var ready = visitor.Location.AbsolutePath[1..];

        // A page that is still open in another tab.
        using var late = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        await late.GetAsync(template + "/send");
        await visitor.GetAsync(template + "/archive");
        await visitor.SubmitAsync("archive-template", []);
        Assert.Contains("Het sjabloon is verwijderd", visitor.Page, StringComparison.Ordinal);

        var before = await StoredAsync();
        await late.UploadAsync(template + "/lists", "te-laat.csv", list);
        Assert.Contains("Dit sjabloon is intussen verwijderd", late.Page, StringComparison.Ordinal);
        await visitor.GetAsync(ready);
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        Assert.Contains("Dit sjabloon is intussen verwijderd", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(before, await StoredAsync());
        Assert.StartsWith(service, template, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-01-01", "09:00", "Dat moment is al voorbij")]
    [InlineData("ver", "09:00", "U kunt hoogstens 7 dagen vooruit inplannen")]
    [InlineData("morgen", "09:00", "Vul een datum in")]
    [InlineData("", "09:00", "Vul een datum in")]
    [InlineData("2026-12-01", "25:00", "Vul een tijd in")]
    [InlineData("2026-12-01", "", "Vul een tijd in")]
    public async Task AMomentThatCannotBe_IsRefusedAndTheListStaysReady(string date, string time, string sentence)
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "een.csv", Encoding.UTF8.GetBytes(Heads + Row));
        var before = await StoredAsync();

        date = date == "ver" ? DateTime.Now.AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : date;
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "later", ["Send.Date"] = date, ["Send.Time"] = time });

        Assert.Contains(sentence, visitor.Page, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("/lists/", visitor.Location.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(before, await StoredAsync());
    }

    [Theory]
    [InlineData("?rij=abc")]
    [InlineData("?rij=999999")]
    [InlineData("?rij=-1")]
    [InlineData("?pagina=abc")]
    [InlineData("?rij=99999999999999999999")]
    public async Task AnAddressThatWasTamperedWith_ShowsThePageAllTheSame(string query)
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "een.csv", Encoding.UTF8.GetBytes(Heads + Row));
        await visitor.GetAsync(visitor.Location.AbsolutePath[1..] + query);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("Verstuur 1 sms'je", visitor.Page, StringComparison.Ordinal);
    }

    private static async Task<string> NewTemplateAsync(Visitor visitor, string name)
    {
        await visitor.GetAsync("");
        var service = visitor.Link("services/[0-9a-f-]{36}");
        await visitor.GetAsync(service + "/templates/new");
        await visitor.SubmitAsync("new-template", new() { ["Input.Name"] = name, ["Input.Content"] = "Beste ((naam)), tot ziens.", ["Input.Lane"] = "Normal" });
        await visitor.GetAsync(visitor.Location.AbsolutePath[1..]);
        return service;
    }

    private Task<long> StoredAsync() => portal.Postgres.ReadAsync<long>(
        "select (select count(*) from uploads) * 1000000 + (select count(*) from upload_rows) * 1000 + (select count(*) from batches)");

    private static byte[] Bytes(string content) => content switch
    {
        "picture" => [0x89, .. "PNG\r\n"u8, .. new byte[64]],
        "pdf" => [.. "%PDF-1.7 "u8, .. new byte[64]],
        "unknown" => [.. "MZ"u8, .. new byte[512]],
        "password" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1024], .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[512]],
        "damaged" => Damaged(),
        "large" => Encoding.UTF8.GetBytes(Heads + string.Concat(Enumerable.Repeat(Row, (26 << 20) / Row.Length))),
        "long" => Encoding.UTF8.GetBytes(Heads + string.Concat(Enumerable.Repeat(Row, 100_001))),
        _ => Encoding.UTF8.GetBytes(content),
    };

    private static byte[] Damaged()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (var part = new StreamWriter(zip.CreateEntry("xl/workbook.xml").Open()))
            part.Write("<workbook");
        return memory.ToArray()[..^10];
    }
}
