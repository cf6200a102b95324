using System.Globalization;
using System.Text;
using NotifyNl.Recipients;
using NotifyNl.Templates;

namespace NotifyNl.Tests.Recipients.Hostile;

/// <summary>B10 to B22 of the list of bad input: what stands in the cells.</summary>
public sealed class BadDataTests
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [Theory]
    [InlineData("46000", "d mmmm jjjj", false, "9 december 2025")]
    [InlineData("46000", "dd-mm-yyyy", true, "10-12-2029")]
    [InlineData("0.4166667", "h:mm", false, "10:00")]
    [InlineData("46000.5", "[$-413]dddd d mmmm yyyy h:mm;@", false, "dinsdag 9 december 2025 12:00")]
    [InlineData("1452.06", "\"€\" #,##0.00", false, "€ 1.452,06")]
    [InlineData("-3", "#,##0.00_ ;[Red]-#,##0.00 ", false, "-3,00")]
    [InlineData("0.125", "0%", false, "13%")]
    [InlineData("1234567890123", "General", false, "1234567890123")]
    public void B10_TypedCells_AreShownAsExcelShowsThemInDutch(string value, string format, bool from1904, string shown)
    {
        var workbook = from1904 ? Books.Workbook.Replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>", StringComparison.Ordinal) : Books.Workbook;
        var sheet = Sheet($"{Texts("telefoonnummer", "naam")}<row><c><v>612345678</v></c><c s=\"1\"><v>{value}</v></c></row>");

        Assert.Equal([shown], Checked.File(Books.Xlsx(sheet, workbook, null, format), "lijst.xlsx", "((naam))").Texts);
    }

    [Theory]
    [InlineData("612345678", "+31612345678", true, null)]
    [InlineData("31612345678", "+31612345678", false, null)]
    [InlineData("612345678.0", "+31612345678", true, null)]
    [InlineData("61234567", null, false, "number-too-short")]
    public void B11_NumbersStoredAsNumbers_AreRepairedVisibly(string value, string? e164, bool repaired, string? problem)
    {
        var list = Checked.File(Books.Xlsx(Sheet($"{Texts("telefoonnummer")}<row><c><v>{value}</v></c></row>")), "lijst.xlsx", "Hallo");

        Assert.Equal((e164, problem), (list.Rows[0].Number!.E164, list.Errors(0).SingleOrDefault()));
        Assert.Equal(value.EndsWith(".0", StringComparison.Ordinal) || repaired ? 1 : 0, list.Report.Counts.Repaired);
    }

    [Theory]
    [InlineData("3.16E+10")]
    [InlineData("3,16E+10")]
    [InlineData("6,12E+08")]
    public void B12_RoundedNumbers_AreNeverGuessed(string cell)
    {
        var list = Checked.Csv($"telefoonnummer;naam\r\n{cell};Jan\r\n");

        Assert.StartsWith("Excel heeft dit nummer veranderd", Assert.Single(list.Rows[0].Errors).Problem.Sentence(CultureInfo.GetCultureInfo("nl-NL")), StringComparison.Ordinal);
    }

    [Fact]
    public void B13_SpellingsOfOneNumber_AreDuplicates()
    {
        string[] spellings = ["06-12345678", "+31 (0)6 12 34 56 78", "0031612345678", "06\u00A012345678", "06\u200B12345678", "０６１２３４５６７８", "0612345678;"];
        var list = Checked.File(Books.Xlsx([["telefoonnummer"], .. spellings.Select(s => new[] { s })]), "lijst.xlsx", "Hallo");

        Assert.All(list.Numbers, number => Assert.Equal("+31612345678", number));
        Assert.Equal(spellings.Length - 1, list.Report.Counts.Duplicates);
        Assert.Contains("duplicates", list.Warnings);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("1252", false)]
    public void B14_Encodings_KeepTheNames(string name, bool mark)
    {
        var encoding = name == "1252" ? Windows1252 : Encoding.GetEncoding(name);
        byte[] file = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("telefoonnummer;naam\r\n0612345678;Zoë van ’t Hof\r\n")];

        Assert.Equal(["Beste Zoë van 't Hof, uw paspoort ligt klaar."], Checked.File(file, "lijst.csv").Texts);
    }

    [Fact]
    public void B14_LettersFarDown_StillTellTheEncoding()
    {
        var text = new StringBuilder("telefoonnummer;naam\r\n").Insert(21, "0612345678;Jan\r\n", 20_000).Append("0687654321;Zoë\r\n").ToString();

        Assert.EndsWith("Zoë, uw paspoort ligt klaar.", Checked.File(Windows1252.GetBytes(text), "lijst.csv").Rows[^1].Message!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void B14_Utf7_IsNotDecoded() => Assert.Equal(["+AGkA"], Checked.Csv("telefoonnummer;naam\n0612345678;+AGkA\n", "((naam))").Texts);

    [Theory]
    [InlineData("telefoonnummer;naam\r\n0612345678;Jan\r\n")]
    [InlineData("telefoonnummer,naam\n0612345678,Jan")]
    [InlineData("telefoonnummer\tnaam\r0612345678\tJan")]
    [InlineData("telefoonnummer|naam\n0612345678|Jan\r\n")]
    [InlineData("sep=;\r\ntelefoonnummer;naam\r\n0612345678;Jan")]
    [InlineData("sep=,\ntelefoonnummer,naam\r\n0612345678,Jan")]
    [InlineData("telefoonnummer;bedrag;naam\n0612345678;1.452,06;Jan\n0612345679;3,5;Jan")]
    public void B15_Delimiters_AreFoundOut(string text) => Assert.StartsWith("Beste Jan,", Checked.Csv(text).Texts.First(), StringComparison.Ordinal);

    [Fact]
    public void B16_CharactersThatMayNotBeStored_AreTakenOut()
    {
        var list = Checked.Csv("telefoonnummer;naam\n0612345678;J\0a\u0007n\u202E \u200BK\uFEFF\n0612345679;<script>\n");

        Assert.Equal(["Beste Jan K, uw paspoort ligt klaar.", "Beste <script>, uw paspoort ligt klaar."], list.Texts);
        Assert.DoesNotContain(list.Rows.SelectMany(row => row.Cells), cell => cell!.Contains('\0', StringComparison.Ordinal));
    }

    [Fact]
    public void B16_HalfASurrogatePair_IsAProblemOfItsRow()
    {
        byte[] file = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("telefoonnummer;naam\n0612345678;Jan"), 0x3D, 0xD8, .. Encoding.Unicode.GetBytes("\n")];
        var list = Checked.File(file, "lijst.csv");

        Assert.Equal(["unsupported-characters"], list.Errors(0));
        _ = Encoding.UTF8.GetBytes(string.Concat(list.Rows[0].Cells)); // stores
    }

    [Fact]
    public void B17_QuoteThatSwallowsRows_IsNamedByItsLine()
    {
        var swallowed = Checked.Csv("telefoonnummer;naam\n0612345678;\"Jan\n" + string.Concat(Enumerable.Repeat("0612345679;Piet\n", 3)));
        Assert.Equal("Op regel 2 begint een tekst met een aanhalingsteken (\") dat nergens wordt gesloten. Haal het weg of sluit de tekst af", Assert.Single(swallowed.Report.Problems).Sentence(CultureInfo.GetCultureInfo("nl-NL")));

        var long99 = Checked.Csv("telefoonnummer;naam\n0612345678;\"Jan\n" + string.Concat(Enumerable.Repeat("0612345679;Piet\n", 99_000)));
        Assert.Equal(["field-too-long"], long99.Problems);

        Assert.Equal(["Jan \"de\" Wit", "Regel 1\nregel 2", "5\" buis"], Checked.Csv("telefoonnummer;naam\n0612345678;\"Jan \"\"de\"\" Wit\"\n0612345679;\"Regel 1\r\nregel 2\"\n0612345670;5\" buis\n", "((naam))").Texts);
    }

    [Fact]
    public void B18_Headers_InAllTheWaysTheyGoWrong()
    {
        Assert.Equal(["two-number-columns"], Checked.Csv("Telefoon;mobiel;naam\n1;2;3\n").Problems);
        Assert.Equal(["no-number-column", "missing-column"], Checked.Csv("adres;plaats\nx;y\n").Problems);
        Assert.Equal(["Jan"], Checked.Csv("  TELEFOON_Nummer ;;Na-am;extra\n0612345678;weg;Jan;x;y;z\n", "((naam))").Texts);
        Assert.Equal(["Jan and Piet"], Checked.Csv("telefoonnummer;naam;naam\n0612345678;Jan;Piet\n", "((naam))").Texts);

        var ragged = Checked.Csv("telefoonnummer;naam\n0612345678\n\n0612345679;Jan\n" + new string('\n', 50_000));
        Assert.Equal((3, 2, 1), (ragged.Report.Counts.Rows, ragged.Report.Counts.WithErrors, ragged.Report.Counts.Sendable));
        Assert.Equal([2, 3, 4], ragged.Rows.Select(row => row.Row));
    }

    [Theory]
    [InlineData(0, "no-rows")]
    [InlineData(1, null)]
    [InlineData(100_000, null)]
    [InlineData(100_001, "too-many-rows")]
    public void B19_NumberOfRows_AtItsBoundaries(int rows, string? problem)
    {
        var list = Checked.Csv("telefoonnummer\n" + string.Concat(Enumerable.Repeat("0612345678\n", rows)), "Hallo");

        Assert.Equal(problem, list.Problems.SingleOrDefault());
    }

    [Theory]
    [InlineData("((naam))")]
    [InlineData("{{naam}}")]
    [InlineData("%s $1 {0}")]
    [InlineData("&lpar;&amp;")]
    public void B20_ValuesThatLookLikeFields_AreValues(string value) => Assert.Equal([value], Checked.Csv($"telefoonnummer;naam\n0612345678;\"{value}\"\n", "((naam))").Texts);

    [Theory]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(459, 3)]
    [InlineData(918, 6)]
    public void B21_Parts_AreCountedPerRow_AndTheRowThatIsTooLongIsFlagged(int length, int parts)
    {
        var list = Checked.Csv($"telefoonnummer;naam\n0612345678;{new string('a', length)}\n0612345679;{new string('a', 917)}€€\n0612345670;{new string('a', 69)}ï\n", "((naam))");

        Assert.Equal(parts, list.Rows[0].Message!.Parts);
        Assert.Equal(["message-too-long"], list.Errors(1));
        Assert.Equal((SmsEncoding.Ucs2, 1), (list.Rows[2].Message!.Encoding, list.Rows[2].Message!.Parts));
        Assert.Equal(("ï", 1, 4), (list.Report.Causes[0].Letter, list.Report.Causes[0].Rows, list.Report.Causes[0].FirstRow));
    }

    [Fact]
    public void B22_ValuesThatAreMissingOrEndless_AreErrorsOfTheirRow()
    {
        var list = Checked.Csv($"telefoonnummer;naam\n0612345678;\n0612345679;{new string('a', 10_000)}\n0612345670; \u00A0 \n");

        Assert.Equal([["value-missing"], ["message-too-long"], ["value-missing"]], list.Rows.Select((_, row) => list.Errors(row).ToArray()));
        Assert.Empty(list.Report.Problems);
        Assert.Equal("rows-with-errors", Assert.Single(list.Report.WhatBlocks()).Code);
    }

    private static string Sheet(string rows) => Books.SheetStart + rows + Books.SheetEnd;

    private static string Texts(params string[] cells) => $"<row>{string.Concat(cells.Select(cell => $"<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>";
}
