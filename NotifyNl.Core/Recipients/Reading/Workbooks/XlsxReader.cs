using System.IO.Compression;
using System.Xml;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>
/// Reads xlsx and xlsm: the sheet passes once through XmlReader and never stands in memory. Macros and links are not looked at.
/// </summary>
internal sealed class XlsxReader : SheetReader
{
    private readonly ZipArchive zip;
    private readonly XmlReader xml;
    private readonly XlsxCells cells;
    private readonly MergedCells merged;
    private readonly HiddenColumns hidden = new();
    private readonly string rowName;
    private readonly string cellName;
    private SheetRow? waiting;
    private int line;
    private int physicalRows;

    public XlsxReader(Stream file, string name, string format)
    {
        zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var workbook = XlsxWorkbook.Open(zip);
        Facts = new FileFacts(name, format, Sheet: workbook.SheetName);
        merged = XlsxMergedCells.Find(workbook.Sheet);
        xml = SheetXml.Open(workbook.Sheet, ReadLimits.SheetCharacters);
        rowName = xml.NameTable.Add("row");
        cellName = xml.NameTable.Add("c");
        cells = new XlsxCells(xml, SharedStrings.Read(workbook.Strings), XlsxStyles.Read(workbook.Styles), workbook.From1904);
    }

    public override FileFacts Facts { get; }

    public override bool IsHidden(int column) => hidden.Contains(column);

    /// <summary>Lines that the file leaves out are empty ones, so a line may first give the gap before it.</summary>
    public override SheetRow? Next()
    {
        if (waiting is { } next)
        {
            waiting = null;
            return next;
        }

        while (xml.ReadOn())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "sheetData")
                    return null;
            }
            else if (ReferenceEquals(xml.LocalName, rowName))
            {
                if (ReadRow() is { } row)
                    return row;
            }
            else if (xml.LocalName == "col")
            {
                hidden.Read(xml);
            }
        }

        return null;
    }

    public override void Dispose()
    {
        xml.Dispose();
        zip.Dispose();
    }

    private SheetRow? ReadRow()
    {
        if (++physicalRows > ReadLimits.PhysicalRows)
            throw UnreadableListException.Because("too-many-lines", ReadLimits.PhysicalRows);
        var previous = line;
        line = cells.RowNumber(out var isHidden) ?? previous + 1;
        if (line <= previous || line > ReadLimits.PhysicalRows)
            throw UnreadableListException.Damaged();

        var gap = Gap(previous);
        var found = ReadCells();
        if (!merged.IsEmpty)
            found = merged.Apply(line, found, Width);
        var row = isHidden ? null : new SheetRow(line, found);
        if (gap is null)
            return row;
        waiting = row;
        return gap;
    }

    private SheetCell[] ReadCells()
    {
        cells.Begin(Width);
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.ReadOn() && xml.Depth > depth)
            {
                if (xml.NodeType == XmlNodeType.Element && ReferenceEquals(xml.LocalName, cellName))
                    cells.ReadCell();
            }
        }

        return cells.End();
    }

    /// <summary>The lines that the file leaves out before this one are empty ones.</summary>
    private SheetRow? Gap(int previous) =>
        line == previous + 1 ? null : SheetRow.Blank(previous + 1, line - previous - 1);
}
