using System.Globalization;
using System.IO.Compression;
using System.Xml;
using NotifyNl.Recipients.Reading.Cells;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Reads the tables of LibreOffice (ISO 26300), where a cell or a line may say "and so on, a million times".</summary>
internal sealed class OdsReader : SheetReader
{
    private readonly ZipArchive zip;
    private readonly XmlReader xml;
    private readonly OdsCells cells;
    private readonly HiddenColumns hidden = new();
    private readonly MergedCells merged = new();
    private int line;
    private int lineElements;

    public OdsReader(Stream file, string name)
    {
        zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var styles = new OdsStyles();
        if (zip.GetEntry("styles.xml") is { } common)
            styles.ReadAll(common);
        xml = SheetXml.Open(zip.GetEntry("content.xml") ?? throw UnreadableListException.Damaged(), ReadLimits.SheetCharacters);
        Facts = new FileFacts(name, "ods", Sheet: FindVisibleTable(styles));
        cells = new OdsCells(xml, styles, merged);
    }

    public override FileFacts Facts { get; }

    public override bool IsHidden(int column) => hidden.Contains(column);

    public static bool IsEncrypted(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.GetEntry("META-INF/manifest.xml") is not { } manifest)
            return false;
        using var xml = SheetXml.Open(manifest, ReadLimits.PartCharacters);
        while (xml.ReadOn())
        {
            if (xml.IsElement("encryption-data"))
                return true;
        }

        return false;
    }

    public override SheetRow? Next()
    {
        while (xml.ReadOn())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "table")
                return null;
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "table-column")
                ReadColumn();
            else if (xml.LocalName == "table-row" && ReadRow() is { } row)
                return row;
            else if (xml.LocalName is "shapes" or "forms")
                xml.SkipElement();
        }

        return null;
    }

    public override void Dispose()
    {
        xml.Dispose();
        zip.Dispose();
    }

    /// <summary>Comes to stand on the first table that is shown; on the way it takes in the styles, which stand before the tables.</summary>
    private string FindVisibleTable(OdsStyles styles)
    {
        while (xml.ReadOn())
        {
            if (styles.Read(xml) || !xml.IsElement("table"))
                continue;
            if (styles.IsTableShown(xml.Attribute("style-name")))
                return xml.Attribute("name") ?? "";
            xml.SkipElement();
        }

        throw UnreadableListException.Because("no-visible-sheet");
    }

    private void ReadColumn()
    {
        var count = Repeated("number-columns-repeated");
        if (IsCollapsed())
            hidden.Add(cells.Columns, count);
        cells.AddColumns(count, xml.Attribute("default-cell-style-name"));
    }

    private SheetRow? ReadRow()
    {
        if (++lineElements > ReadLimits.PhysicalRows)
            throw UnreadableListException.Because("too-many-lines", ReadLimits.PhysicalRows);
        var count = Repeated("number-rows-repeated");
        var isHidden = IsCollapsed();
        var first = line + 1;
        line += count;
        if (line > ReadLimits.PhysicalRows)
            throw UnreadableListException.Because("too-many-lines", ReadLimits.PhysicalRows);
        var found = cells.ReadRow(first, Width);
        if (!merged.IsEmpty)
            found = merged.Apply(first, found, Width);
        return isHidden ? null : new SheetRow(first, found, count);
    }

    private bool IsCollapsed() => xml.Attribute("visibility") is "collapse" or "filter";

    private int Repeated(string attribute) =>
        int.TryParse(xml.Attribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(1, count) : 1;
}
