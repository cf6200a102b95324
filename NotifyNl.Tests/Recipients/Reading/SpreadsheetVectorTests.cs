using System.Text.Json.Nodes;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Recipients.Reading;

/// <summary>
/// spreadsheets.json and its files. The model reads each format in its own way; ours reads all of them as the model reads xlsx, so an xls and
/// an ods of one list are compared with each other, and with the model's xlsx where there is one.
/// </summary>
public sealed class SpreadsheetVectorTests
{
    private const string Originals = "spreadsheets/originals/";

    [Fact]
    public void Files_AreReadAsTheModelReadsThem() => Vectors.Judge(Vectors.Cases("spreadsheets.json"), one =>
        Differ(Expected((string)one["expected_csv"]!), Read((string)one["original"]!)));

    [Theory]
    [InlineData("ods_filters_hidden_cols_rows.ods", "xls_filters_hidden_cols_rows.xls")]
    [InlineData("ods_hidden_merged.ods", "xls_hidden_merged.xls")]
    public void OneListInTwoFormats_IsReadAlike(string one, string other) => Assert.Equal(Read(Originals + one), Read(Originals + other));

    /// <summary>Below the heading the xls holds the results as the program that wrote it left them: zeros.</summary>
    [Theory]
    [InlineData("ods_hidden_final_header.ods")]
    [InlineData("xls_hidden_final_header.xls")]
    public void HiddenLastHeading_IsNoColumnInAnyFormat(string file) =>
        Assert.Equal(Read(Originals + "xlsx_hidden_final_header.xlsx")[0], Read(Originals + file)[0]);

    [Fact]
    public void HiddenAndFilteredLines_AreLeftOut()
    {
        var rows = Read(Originals + "ods_filters_hidden_cols_rows.ods");

        Assert.Equal("field A,field B,field C", rows[0]);
        Assert.DoesNotContain(rows, row => row.StartsWith("bbbb", StringComparison.Ordinal));
    }

    [Fact]
    public void MergedCells_RepeatAndShiftNothing()
    {
        var rows = Read(Originals + "ods_hidden_merged.ods");

        Assert.Equal("A1,C1,D1-2x1,D1-2x1,F1,G1,I1", rows[0]);
        Assert.Contains("A6,C6,D6-3x2,D6-3x2,D6-3x2,G6,I6", rows);
    }

    [Fact]
    public void HiddenFirstLineAndColumn_AreNotTheHeading() => Assert.StartsWith("∞$B$2,∞$C$2", Read(Originals + "ods_wide_hidden_firsts.ods")[0], StringComparison.Ordinal);

    [Fact]
    public void TypedCells_AreShownInDutch() => Assert.Contains("1,bananas,123,\"12,3\",27-01-1995,27/01/95,66,", Read(Originals + "ods_exotic_types.ods"));

    /// <summary>The list as csv, the way the model compares: header first, then the rows.</summary>
    private static List<string> Read(string path)
    {
        Assert.SkipWhen(Vectors.Folder is null, "The vectors (../shared/vectors) are not on this machine.");
        var list = Checked.File(File.ReadAllBytes(Path.Combine(Vectors.Folder!, path)), Path.GetFileName(path), "Geen velden");
        return [Line(list.Report.Columns.Select(column => column.Name)), .. list.Rows.Select(row => Line(row.Cells))];
    }

    private static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(text =>
        text is not null && text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text));

    private static List<string> Expected(string path) => [.. File.ReadAllText(Path.Combine(Vectors.Folder!, path)).Split("\r\n")[..^1]];

    private static string? Differ(List<string> expected, List<string> actual)
    {
        for (var row = 0; row < Math.Max(expected.Count, actual.Count); row++)
        {
            if (expected.ElementAtOrDefault(row) != actual.ElementAtOrDefault(row))
                return $"line {row + 1}: expected <{expected.ElementAtOrDefault(row)}>, was <{actual.ElementAtOrDefault(row)}>";
        }

        return null;
    }
}
