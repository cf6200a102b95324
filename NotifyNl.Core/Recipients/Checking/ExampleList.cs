using ClosedXML.Excel;
using NotifyNl.Recipients.Checking;
using NotifyNl.Templates;

namespace NotifyNl.Recipients;

/// <summary>A list to start from: the headings that a template needs and one row as an example.</summary>
public static class ExampleList
{
    public const string NumberHeading = "telefoonnummer";

    private const string ExampleNumber = "0612345678";

    /// <summary>Columns that stand ready; more rows than most people type by hand.</summary>
    private const int ReadyRows = 1_000;

    private const string TextFormat = "@";

    /// <summary>Writes an xlsx. The column of numbers is formatted as text, so that Excel keeps its zeros.</summary>
    public static void Write(TemplateText template, Stream output)
    {
        using var book = new XLWorkbook();
        var sheet = book.AddWorksheet("Lijst");
        string[] headings = [NumberHeading, .. template.Placeholders.Where(name => !NumberColumns.IsNumber(TemplateText.Key(name)))];
        for (var column = 1; column <= headings.Length; column++)
        {
            var heading = sheet.Cell(1, column);
            heading.SetValue(headings[column - 1]);
            heading.Style.Font.Bold = true;
            sheet.Column(column).Width = Math.Clamp(headings[column - 1].Length + 4, 16, 60);
            sheet.Cell(2, column).SetValue(column == 1 ? ExampleNumber : $"voorbeeld {headings[column - 1]}");
        }

        sheet.Range(1, 1, ReadyRows, 1).Style.NumberFormat.Format = TextFormat;
        book.SaveAs(output);
    }
}
