using System.IO.Compression;
using System.Xml;
using NotifyNl.Recipients.Reading.Cells;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Cell styles and number formats of an ods, written as the format codes of a workbook so that both are shown by one piece of code.</summary>
internal sealed class OdsStyles
{
    private const int MaxStyles = 20_000;

    private readonly Dictionary<string, string> codes = [];
    private readonly Dictionary<string, (string? Data, string? Parent)> cellStyles = [];
    private readonly Dictionary<(string? Style, string Type), NumberFormat> formats = [];
    private readonly HashSet<string> hiddenTables = [];

    public void ReadAll(ZipArchiveEntry part)
    {
        using var xml = SheetXml.Open(part, ReadLimits.PartCharacters);
        while (xml.ReadOn())
            Read(xml);
    }

    /// <returns>True when the reader stood on a style, which has been read to its end.</returns>
    public bool Read(XmlReader xml)
    {
        if (xml.NodeType != XmlNodeType.Element || xml.Attribute("name") is not { } name)
            return false;
        if (codes.Count + cellStyles.Count + hiddenTables.Count > MaxStyles)
            throw UnreadableListException.Damaged();
        switch (xml.LocalName)
        {
            case "date-style" or "time-style" or "number-style" or "currency-style" or "percentage-style":
                codes[name] = OdsFormatCode.Read(xml, codes);
                return true;
            case "style" when xml.Attribute("family") == "table-cell":
                cellStyles[name] = (xml.Attribute("data-style-name"), xml.Attribute("parent-style-name"));
                xml.SkipElement();
                return true;
            case "style" when xml.Attribute("family") == "table":
                ReadTableStyle(xml, name);
                return true;
            default:
                return false;
        }
    }

    public bool IsTableShown(string? style) => style is null || !hiddenTables.Contains(style);

    public NumberFormat Format(string? style, string type)
    {
        if (!formats.TryGetValue((style, type), out var format))
            formats[(style, type)] = format = new NumberFormat(Code(style) ?? Default(type));
        return format;
    }

    private string? Code(string? style)
    {
        for (var i = 0; i < 10 && style is not null && cellStyles.TryGetValue(style, out var found); i++)
        {
            if (found.Data is not null && codes.TryGetValue(found.Data, out var code))
                return code;
            style = found.Parent;
        }

        return null;
    }

    private static string Default(string type) => type switch
    {
        "date" => "dd-mm-yyyy",
        "time" => "[hh]:mm:ss",
        "percentage" => "0%",
        "currency" => "\"€ \"#,##0.00",
        _ => "General",
    };

    private void ReadTableStyle(XmlReader xml, string name)
    {
        var depth = xml.Depth;
        while (!xml.IsEmptyElement && xml.ReadOn() && xml.Depth > depth)
        {
            if (xml.IsElement("table-properties") && xml.Attribute("display") == "false")
                hiddenTables.Add(name);
        }
    }
}
