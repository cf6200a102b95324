using ClosedXML.Excel;
using NotifyNl.Templates;

namespace NotifyNl.Recipients;

/// <summary>A list to fill in: the headings that a template needs, and a row that shows how.</summary>
public static class ExampleList
{
    private const string NumberHeading = "telefoonnummer";
    private const string NumberShown = "06 12345678";

    /// <returns>An xlsx workbook.</returns>
    public static byte[] For(TemplateText template)
    {
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Ontvangers");
        string[] headings = [NumberHeading, .. template.Placeholders.Where(name => TemplateText.Key(name) != TemplateText.Key(NumberHeading))];
        for (var column = 1; column <= headings.Length; column++)
        {
            // As text: a number column of Excel's own loses the zero that telephone numbers begin with.
            sheet.Column(column).Style.NumberFormat.Format = "@";
            sheet.Column(column).Width = 22;
            sheet.Cell(1, column).SetValue(headings[column - 1]);
            sheet.Cell(2, column).SetValue(column == 1 ? NumberShown : $"voorbeeld {headings[column - 1]}");
        }

        sheet.Row(1).Style.Font.Bold = true;
        sheet.SheetView.FreezeRows(1);
        using var file = new MemoryStream();
        workbook.SaveAs(file);
        return file.ToArray();
    }
}
