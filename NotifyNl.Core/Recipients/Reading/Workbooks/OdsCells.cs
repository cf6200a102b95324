using System.Globalization;
using System.Xml;
using NotifyNl.Recipients.Reading.Cells;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>The cells of one line of an ods.</summary>
internal sealed class OdsCells(XmlReader xml, OdsStyles styles, MergedCells merged)
{
    private readonly List<(int End, string? Style)> columnStyles = [];
    private readonly CellText text = new();
    private readonly ShownNumbers shown = new();
    private readonly List<SheetCell> row = [];
    private int read;

    /// <summary>Columns declared so far.</summary>
    public int Columns { get; private set; }

    public void AddColumns(int count, string? style)
    {
        Columns = Math.Min(ReadLimits.PhysicalColumns, Columns + count);
        if (columnStyles.Count < ReadLimits.PhysicalColumns)
            columnStyles.Add((Columns, style));
    }

    /// <summary>Reads the line the reader stands on.</summary>
    public SheetCell[] ReadRow(int line, int width)
    {
        row.Clear();
        if (xml.IsEmptyElement)
            return [];
        var column = 0;
        var depth = xml.Depth;
        while (xml.ReadOn() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != depth + 1)
                continue;
            if (++read > ReadLimits.Cells)
                throw UnreadableListException.Because("too-many-cells", ReadLimits.Cells);
            var count = Math.Max(1, Number("number-columns-repeated") ?? 1);
            var cell = xml.LocalName == "table-cell" ? ReadCell(line, column) : Skipped();
            Place(cell, column, Math.Min(count, width - column));
            column = Math.Min(ReadLimits.PhysicalColumns, column + count);
        }

        return row.Count == 0 ? [] : [.. row];
    }

    private SheetCell Skipped()
    {
        xml.SkipElement();
        return default;
    }

    private void Place(SheetCell cell, int column, int count)
    {
        if (cell.IsEmpty || count <= 0)
            return;
        while (row.Count < column)
            row.Add(default);
        for (var i = 0; i < count; i++)
            row.Add(cell);
    }

    private SheetCell ReadCell(int line, int column)
    {
        var (across, down) = (Number("number-columns-spanned") ?? 1, Number("number-rows-spanned") ?? 1);
        if (across > 1 || down > 1)
            merged.Add(column, line, column + Math.Max(1, across) - 1, line + Math.Max(1, down) - 1);

        var type = xml.Attribute("value-type");
        var style = xml.Attribute("style-name") ?? StyleOf(column);
        var value = xml.Attribute(type switch { "date" => "date-value", "time" => "time-value", "boolean" => "boolean-value", _ => "value" });
        var formula = xml.Attribute("formula") is not null;
        ReadText();
        if (text.Characters.StartsWith("#") && formula && text.Characters[^1] is '!' or '?' or 'A')
            return new SheetCell(text.ToString(), CellKind.Error);
        return type switch
        {
            "float" or "percentage" or "currency" => Shown(double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null, style, type),
            "date" => Shown(Day(value), style, type),
            "time" => Shown(Time(value), style, type),
            "boolean" => new SheetCell(value == "true" ? "WAAR" : "ONWAAR"),
            null when formula && text.Characters.IsEmpty => new SheetCell(null, CellKind.NoResult),
            _ => new SheetCell(CleanText.OrNull(text.ToString())),
        };
    }

    private SheetCell Shown(double? number, string? style, string type) => number is { } value
        ? new SheetCell(CleanText.OrNull(shown.Show(styles.Format(style, type), value, from1904: false)), CellKind.Number, value)
        : new SheetCell(CleanText.OrNull(text.ToString()));

    private static double? Day(string? value) =>
        DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToOADate() : null;

    private static double? Time(string? value)
    {
        try
        {
            return value is null ? null : XmlConvert.ToTimeSpan(value).TotalDays;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private string? StyleOf(int column) => columnStyles.Find(range => column < range.End).Style;

    private int? Number(string attribute) =>
        int.TryParse(xml.Attribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, ReadLimits.PhysicalRows) : null;

    /// <summary>The paragraphs of the cell, one a line; a note that hangs on it is not its text.</summary>
    private void ReadText()
    {
        text.Clear();
        if (xml.IsEmptyElement)
            return;
        var paragraphs = 0;
        var inText = false;
        var depth = xml.Depth;
        while (xml.ReadOn() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                if (xml.LocalName is "annotation" or "shape" or "frame")
                {
                    xml.SkipElement();
                }
                else if (xml.LocalName == "p")
                {
                    inText = !xml.IsEmptyElement;
                    if (paragraphs++ > 0)
                        text.Append('\n');
                }
                else if (inText)
                {
                    ReadBlank();
                }
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                inText &= xml.LocalName != "p";
            }
            else if (inText)
            {
                text.Append(xml);
            }
        }
    }

    private void ReadBlank()
    {
        if (xml.LocalName == "s")
        {
            for (var i = Math.Clamp(Number("c") ?? 1, 1, ReadLimits.CellCharacters); i > 0; i--)
                text.Append(' ');
        }
        else if (xml.LocalName is "tab" or "line-break")
        {
            text.Append(xml.LocalName == "tab" ? '\t' : '\n');
        }
    }
}
