using System.Globalization;
using System.IO.Compression;
using NotifyNl.Recipients.Reading.Cells;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>The number format of each cell style.</summary>
internal sealed class XlsxStyles
{
    private readonly List<NumberFormat> formats = [];

    public static XlsxStyles Read(ZipArchiveEntry? part)
    {
        var styles = new XlsxStyles();
        if (part is null)
            return styles;
        var codes = new Dictionary<int, string>();
        var known = new Dictionary<int, NumberFormat>();
        var inCells = false;
        using var xml = SheetXml.Open(part, ReadLimits.PartCharacters);
        while (xml.ReadOn())
        {
            if (xml.NodeType == System.Xml.XmlNodeType.EndElement && xml.LocalName == "cellXfs")
                inCells = false;
            else if (xml.IsElement("cellXfs"))
                inCells = true;
            else if (xml.IsElement("numFmt") && Number(xml.Attribute("numFmtId")) is { } id)
                codes[id] = xml.Attribute("formatCode") ?? "";
            else if (inCells && xml.IsElement("xf"))
                styles.formats.Add(Format(Number(xml.Attribute("numFmtId")) ?? 0, codes, known));
        }

        return styles;
    }

    public NumberFormat this[int style] => style >= 0 && style < formats.Count ? formats[style] : NumberFormat.General;

    private static NumberFormat Format(int id, Dictionary<int, string> codes, Dictionary<int, NumberFormat> known)
    {
        if (!known.TryGetValue(id, out var format))
            known[id] = format = (codes.GetValueOrDefault(id) ?? BuiltInFormats.Code(id)) is { } code ? new NumberFormat(code) : NumberFormat.General;
        return format;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
