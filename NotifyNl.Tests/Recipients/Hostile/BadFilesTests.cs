using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Api;

namespace NotifyNl.Tests.Recipients.Hostile;

/// <summary>B1 to B9 and B25 of the list of bad input: files that are not what they say, or say too much.</summary>
public sealed class BadFilesTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13];

    private static readonly byte[] Good = Books.Xlsx([["telefoonnummer", "naam"], ["0612345678", "Zoë"]]);

    public static TheoryData<string> Endings => new("xlsx", "xlsm", "xlsb", "xls", "ods", "csv");

    [Theory]
    [MemberData(nameof(Endings))]
    public void B1_PictureCutRandomAndEmptyFile_EachHaveTheirSentence(string ending)
    {
        var name = "lijst." + ending;

        Assert.Equal("Dit is een afbeelding, geen lijst. Kies een bestand uit Excel of LibreOffice, of een csv-bestand", Sentence(Png, name));
        Assert.StartsWith("Dit bestand is leeg", Sentence([], name), StringComparison.Ordinal);
        Assert.StartsWith("Dit bestand is beschadigd", Sentence(Good[..(Good.Length / 2)], name), StringComparison.Ordinal);
        var random = new byte[5000];
        new Random(7).NextBytes(random);
        Assert.StartsWith("Dit bestand is beschadigd", Sentence(random, name), StringComparison.Ordinal);
    }

    [Fact]
    public void B2_Password_IsSaidToBeOne()
    {
        var file = new byte[4096];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        Encoding.Unicode.GetBytes("EncryptedPackage").CopyTo(file, 2000);
        Assert.Contains("beveiligd met een wachtwoord", Sentence(file, "lijst.xlsx"), StringComparison.Ordinal);

        var ods = Books.Zip(("content.xml", "x"), ("META-INF/manifest.xml", "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"));
        Assert.Contains("beveiligd met een wachtwoord", Sentence(ods, "lijst.ods"), StringComparison.Ordinal);
    }

    [Fact]
    public void B3_Macro_IsReadPast()
    {
        var list = Checked.File(Books.Zip([.. Books.PartsWithout("xl/worksheets/sheet1.xml"), ("xl/worksheets/sheet1.xml", Sheet("<row><c t=\"inlineStr\"><is><t>telefoonnummer</t></is></c></row><row><c><v>612345678</v></c></row>")), ("xl/vbaProject.bin", "macro")]), "lijst.xlsm", "Hallo");

        Assert.Equal("xlsm", list.Report.File.Format);
        Assert.Equal(["+31612345678"], list.Numbers);
    }

    [Theory]
    [InlineData("lijst.numbers", "Index/Document.iwa", "Dit is een bestand van Numbers")]
    [InlineData("lijst.docx", "word/document.xml", "Dit is een document van Word")]
    [InlineData("lijst.xlsb", "xl/workbook.bin", "Dit bestand is beschadigd")]
    [InlineData("lijst.zip", "anders.txt", "Dit soort bestand kunnen wij niet lezen")]
    public void B4_OtherFormats_AreReadOrRefusedByName(string name, string part, string sentence) =>
        Assert.StartsWith(sentence, Sentence(Books.Zip((part, "x")), name), StringComparison.Ordinal);

    [Fact]
    public void B4_WebPageNamedXls_IsRefusedByName() =>
        Assert.StartsWith("Dit is een webpagina", Sentence("<html><table><tr><td>telefoonnummer"u8.ToArray(), "export.xls"), StringComparison.Ordinal);

    [Fact]
    public void B6_ZipWithStrangeNames_TouchesNoDisk()
    {
        var outside = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var list = Checked.File(Books.Zip([.. Books.PartsWithout("x"), ("../.." + outside, "x"), ("nested.zip", "PK")]), "lijst.xlsx");

        Assert.Equal(["file-empty"], list.Problems);
        Assert.False(File.Exists(outside));
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/workbook.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("xl/styles.xml")]
    [InlineData("_rels/.rels")]
    public void B7_DocumentTypes_AreRefused_AndNothingIsFetched(string part)
    {
        using var outside = new TcpListener(IPAddress.Loopback, 0);
        outside.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)outside.LocalEndpoint).Port}/x.dtd";
        foreach (var type in new[] { $"<!DOCTYPE a SYSTEM \"{address}\">", "<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c \"ha\">]>", $"<!DOCTYPE a [<!ENTITY % x SYSTEM \"{address}\"> %x;]>" })
        {
            var list = Checked.File(Books.Zip([.. Books.PartsWithout(part), (part, type + "<a>&b;</a>")]), "lijst.xlsx");
            Assert.Equal(["file-damaged"], list.Problems);
        }

        Assert.Equal(["file-damaged"], Checked.File(Books.Zip(("content.xml", "<!DOCTYPE a [<!ENTITY b \"ha\">]><a>&b;</a>")), "lijst.ods").Problems);
        Assert.False(outside.Pending());
    }

    [Fact]
    public void B8_HiddenSheetFirstAndHeaderBelow_TheFirstVisibleSheetIsRead()
    {
        var workbook = Books.Workbook.Replace("<sheets>", "<sheets><sheet name=\"Oud\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>", StringComparison.Ordinal);
        var sheet = Sheet("<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>telefoonnummer</t></is></c></row><row r=\"4\" hidden=\"1\"><c r=\"B4\"><v>611111111</v></c></row><row r=\"5\"><c r=\"B5\"><v>612345678</v></c></row>");
        var list = Checked.File(Books.Xlsx(sheet, workbook), "lijst.xlsx", "Hallo");

        Assert.Equal("Blad1", list.Report.File.Sheet);
        Assert.Equal((1, 5), (list.Report.Counts.Rows, list.Rows[0].Row));
    }

    [Fact]
    public void B8_OnlyHiddenSheets_AreSaid() =>
        Assert.StartsWith("In dit bestand is geen zichtbaar werkblad", Sentence(Books.Xlsx(Sheet(""), Books.Workbook.Replace("sheetId", "state=\"veryHidden\" sheetId", StringComparison.Ordinal)), "lijst.xlsx"), StringComparison.Ordinal);

    [Fact]
    public void B9_Formulas_GiveTheirOutcome_OrTheCellsAddress()
    {
        const string Start = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>telefoonnummer</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>naam</t></is></c></row>";
        var rows = new[] { "<c t=\"str\"><f>HYPERLINK(\"x\",\"Jan\")</f><v>Jan</v></c>", "<c><f>B2</f></c>", "<c t=\"e\"><f>VLOOKUP()</f><v>#N/A</v></c>", "<c t=\"e\"><v>#REF!</v></c>" };
        var list = Checked.File(Books.Xlsx(Sheet(Start + string.Concat(rows.Select((cell, i) => $"<row><c><v>61234567{i}</v></c>{cell}</row>")))), "lijst.xlsx");

        Assert.Equal("Beste Jan, uw paspoort ligt klaar.", list.Rows[0].Message!.Text);
        Assert.Equal(
            ["In cel B3 staat een formule zonder uitkomst. Open het bestand in Excel, sla het op en upload het opnieuw",
             "In cel B4 staat de foutmelding #N/A. Verbeter de formule of typ de waarde",
             "In cel B5 staat de foutmelding #REF!. Verbeter de formule of typ de waarde"],
            list.Rows.Skip(1).Select(row => Assert.Single(row.Errors).Problem.Sentence(Dutch)));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\fakepath\\lijst.xlsx", "lijst.xlsx")]
    [InlineData("a.xlsx.exe", "a.xlsx.exe")]
    [InlineData("lijst\r\nSet-Cookie: x.csv", "lijstSet-Cookie x.csv")]
    [InlineData("\u202Exslx.lijst", "xslx.lijst")]
    [InlineData("lijst 😀.csv", "lijst .csv")]
    public void B25_FileNames_AreMadeHarmless(string name, string clean) => Assert.Equal(clean, FileNames.Clean(name));

    [Fact]
    public void B25_LongFileName_KeepsItsEnding() => Assert.Equal(new string('a', 295) + ".xlsx", FileNames.Clean(new string('a', 400) + ".xlsx"));

    private static CultureInfo Dutch { get; } = CultureInfo.GetCultureInfo("nl-NL");

    private static string Sheet(string rows) => Books.SheetStart + rows + Books.SheetEnd;

    private static string Sentence(byte[] file, string name) => Assert.Single(Checked.File(file, name).Report.Problems).Sentence(Dutch);
}
