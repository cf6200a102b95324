using System.Text;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Recipients.Hostile;

/// <summary>B5 and B6: files that are small and become large. Each in a process of its own, whose memory and time are measured.</summary>
public sealed class BombTests : IDisposable
{
    private const double MostMiB = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("notify-bombs-").FullName;

    private static bool Long => Environment.GetEnvironmentVariable("NOTIFYNL_TEST_LONG") == "1";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task B5_MillionRows_AreMoreThanAList() => RefusedAsync(
        "too-many-rows", "rijen.xlsx", Sheet(Enumerable.Range(1, 1_048_576).Select(i => $"<row><c t=\"inlineStr\"><is><t>{(i == 1 ? "telefoonnummer" : "0612345678")}</t></is></c></row>")));

    [Fact]
    public Task B5_MillionEmptyRows_AreNoRecipients() => RefusedAsync(
        "no-rows", "leeg.xlsx", Sheet(Enumerable.Range(1, 1_048_576).Select(i => i == 1 ? "<row><c t=\"inlineStr\"><is><t>telefoonnummer</t></is></c></row>" : "<row><c s=\"1\"/></row>")));

    [Fact]
    public Task B5_MillionRowsSaidByAnOds_AreNoRecipients() => RefusedAsync("no-rows", "leeg.ods", Books.Ods(
        "<table:table table:name=\"A\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>telefoonnummer</text:p></table:table-cell></table:table-row>"
        + "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>"));

    [Theory]
    [InlineData("kolommen.csv", 1_000_000)]
    [InlineData("kolommen.xlsx", 16_384)]
    public Task B5_Columns_HaveALimit(string name, int columns) => RefusedAsync("too-many-columns", name, name.EndsWith("csv", StringComparison.Ordinal)
        ? Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("kolom,", columns)))
        : Books.Xlsx([Enumerable.Repeat("kolom", columns).ToArray()]));

    [Fact]
    public async Task B5_DimensionThatLies_IsNotBelieved()
    {
        var file = Books.Xlsx("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData><row><c t=\"inlineStr\"><is><t>telefoonnummer</t></is></c></row><row><c><v>31612345678</v></c></row></sheetData></worksheet>");
        Assert.Equal(0, (await CheckAsync("maat.xlsx", file)).Exit);
    }

    /// <summary>A table of texts of 1 GiB in a file of some MiB; without the long run a third of that, which is beyond the limit as well.</summary>
    [Fact]
    public Task B6_SharedStrings_AreCountedWhileTheyAreUnpacked()
    {
        var text = $"<si><t>{new string('a', 30_000)}</t></si>";
        var pieces = Enumerable.Repeat(text, (Long ? 1 << 30 : 300 << 20) / text.Length).Prepend("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">").Append("</sst>");
        return RefusedAsync("too-much-unpacked", "teksten.xlsx", Books.Zip(Books.PartsWithout("xl/sharedStrings.xml", strings: "<sst/>"), "xl/sharedStrings.xml", pieces));
    }

    [Fact]
    public Task B6_SheetWithoutEnd_IsCountedWhileItIsUnpacked() => RefusedAsync(
        "too-much-unpacked", "blad.xlsx", Sheet(Enumerable.Repeat(string.Concat(Enumerable.Repeat("<row><c/></row>", 1000)), 450 << 20 >> 14 << 1)));

    [Fact]
    public Task B6_ZerosWithoutATag_EndAtOnce() => RefusedAsync(
        "too-much-unpacked", "nullen.ods", Books.Zip([("mimetype", "application/vnd.oasis.opendocument.spreadsheet")], "content.xml", Enumerable.Repeat(new string('0', 1 << 16), Long ? 160_000 : 3_000).Prepend("<a b=\"")));

    [Fact]
    public Task B6_HundredThousandParts_AreNotOpened() => RefusedAsync(
        "too-many-parts", "delen.xlsx", Books.Zip([.. Enumerable.Range(0, Long ? 100_000 : 20_000).Select(i => ($"xl/worksheets/sheet{i}.xml", ""))]));

    [Fact]
    public async Task B6_HundredThousandSheets_TheFirstIsRead()
    {
        var sheets = string.Concat(Enumerable.Range(2, 100_000).Select(i => $"<sheet name=\"B{i}\" sheetId=\"{i}\" r:id=\"rId2\"/>"));
        var file = Books.Xlsx(
            Books.SheetStart + "<row><c t=\"inlineStr\"><is><t>telefoonnummer</t></is></c></row><row><c><v>31612345678</v></c></row>" + Books.SheetEnd,
            Books.Workbook.Replace("</sheets>", sheets + "</sheets>", StringComparison.Ordinal));
        Assert.Equal("Blad1", (string?)(await CheckAsync("bladen.xlsx", file)).Json["file"]!["sheet"]);
    }

    [Fact]
    public Task B6_DeepNesting_IsNoWorkbook() => RefusedAsync("file-damaged", "diep.xlsx", Sheet(Enumerable.Repeat("<a>", 1_000_000)));

    [Fact]
    public Task B6_NamesWithoutEnd_AreNoWorkbook() => RefusedAsync("file-damaged", "namen.xlsx", Sheet(Enumerable.Range(0, 500_000).Select(i => $"<a{i}/>")));

    [Theory]
    [InlineData(32_767, "message-too-long")]
    [InlineData(32_768, "cell-too-long")]
    public async Task B22_TheLongestCell_IsReadAndNoLongerOne(int length, string code)
    {
        var list = await CheckAsync("cel.xlsx", Books.Xlsx([["telefoonnummer", "naam"], ["0612345678", new string('a', length)]]), "((naam))");
        Assert.Contains(code, list.Output, StringComparison.Ordinal);
        Assert.Equal(1, list.Exit);
    }

    private static byte[] Sheet(IEnumerable<string> rows) =>
        Books.Zip(Books.PartsWithout("xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml", rows.Prepend(Books.SheetStart).Append(Books.SheetEnd));

    private async Task RefusedAsync(string code, string name, byte[] file)
    {
        var list = await CheckAsync(name, file);

        Assert.Equal(1, list.Exit);
        var problems = list.Json["problems"]!.AsArray();
        Assert.Contains(problems, problem => (string?)problem!["code"] == code);
        Assert.All(problems, problem => Assert.DoesNotContain('{', (string)problem!["message"]!));
    }

    private async Task<NotifyCli> CheckAsync(string name, byte[] file, string content = "Hallo")
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllBytesAsync(path, file);
        Assert.True(file.Length < 25 << 20, $"{name} is {file.Length >> 20} MiB: it would be refused for its size.");
        var list = await NotifyCli.RunAsync("check", path, "--content", content, "--json");
        Assert.True(list.PeakMiB is > 20 and < MostMiB, $"{name}: {list.PeakMiB:0} MiB.");
        Assert.True(list.Time < Longest, $"{name}: {list.Time.TotalSeconds:0.0} s.");
        TestContext.Current.SendDiagnosticMessage($"{name}: {file.Length >> 10} KiB, {list.Time.TotalSeconds:0.0} s, {list.PeakMiB:0} MiB");
        return list;
    }
}
