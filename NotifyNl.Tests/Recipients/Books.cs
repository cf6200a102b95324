using System.IO.Compression;
using System.Security;
using System.Text;

namespace NotifyNl.Tests.Recipients;

/// <summary>Workbooks by hand, so that a test can also write what no program would.</summary>
internal static class Books
{
    public const string SheetStart = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    public const string SheetEnd = "</sheetData></worksheet>";

    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRel = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";

    public static string Workbook { get; } = $"<workbook {Main} xmlns:r=\"{Rel}\"><sheets><sheet name=\"Blad1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

    /// <summary>An xlsx of one sheet whose cells are texts; null is an empty cell.</summary>
    public static byte[] Xlsx(IEnumerable<IReadOnlyList<string?>> rows) => Xlsx(SheetStart + string.Concat(rows.Select(Row)) + SheetEnd);

    /// <param name="formats">The number formats of the styles 1, 2…</param>
    public static byte[] Xlsx(string sheet, string? workbook = null, string? strings = null, params string[] formats) => Zip(
        ("_rels/.rels", $"<Relationships {PackageRel}><Relationship Id=\"rId1\" Type=\"{Rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/workbook.xml", workbook ?? Workbook),
        ("xl/_rels/workbook.xml.rels", $"<Relationships {PackageRel}><Relationship Id=\"rId1\" Type=\"{Rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
            + $"<Relationship Id=\"rId2\" Type=\"{Rel}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"{Rel}/styles\" Target=\"styles.xml\"/>"
            + (strings is null ? "" : $"<Relationship Id=\"rId4\" Type=\"{Rel}/sharedStrings\" Target=\"sharedStrings.xml\"/>") + "</Relationships>"),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings ?? $"<sst {Main}/>"),
        ("xl/styles.xml", $"<styleSheet {Main}><numFmts>{string.Concat(formats.Select((code, i) => $"<numFmt numFmtId=\"{200 + i}\" formatCode=\"{SecurityElement.Escape(code)}\"/>"))}</numFmts>"
            + $"<cellXfs><xf numFmtId=\"0\"/>{string.Concat(formats.Select((_, i) => $"<xf numFmtId=\"{200 + i}\"/>"))}</cellXfs></styleSheet>"));

    /// <summary>An ods of one sheet whose cells are texts.</summary>
    public static byte[] Ods(IEnumerable<IReadOnlyList<string?>> rows) => Ods(
        $"<table:table table:name=\"Blad1\">{string.Concat(rows.Select(row => $"<table:table-row>{string.Concat(row.Select(OdsCell))}</table:table-row>"))}</table:table>");

    public static byte[] Ods(string tables, string styles = "") => Zip(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
            + "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
            + "xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
            + $"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"));

    public static byte[] Csv(IEnumerable<IReadOnlyList<string?>> rows, char delimiter = ';') => Encoding.UTF8.GetBytes(string.Concat(rows.Select(row =>
        string.Join(delimiter, row.Select(cell => $"\"{cell?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")));

    public static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }

    /// <summary>A zip with one part written in pieces, for parts larger than one would hold in memory.</summary>
    public static byte[] Zip((string Name, string Content)[] parts, string name, IEnumerable<string> pieces)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (other, content) in parts)
            {
                using var part = zip.CreateEntry(other, CompressionLevel.Optimal).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }

            using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Optimal).Open());
            foreach (var piece in pieces)
                writer.Write(piece);
        }

        return file.ToArray();
    }

    /// <summary>The parts of an xlsx but one, which the test writes itself.</summary>
    public static (string Name, string Content)[] PartsWithout(string name, string? strings = null)
    {
        using var zip = new ZipArchive(new MemoryStream(Xlsx(SheetStart + SheetEnd, strings: strings ?? "<sst/>")));
        return [.. zip.Entries.Where(part => part.FullName != name).Select(part => (part.FullName, new StreamReader(part.Open()).ReadToEnd()))];
    }

    private static string Row(IReadOnlyList<string?> cells) =>
        $"<row>{string.Concat(cells.Select(cell => cell is null ? "<c/>" : $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{Escaped(cell)}</t></is></c>"))}</row>";

    private static string OdsCell(string? cell) => cell is null
        ? "<table:table-cell/>"
        : "<table:table-cell office:value-type=\"string\">"
            + string.Concat(cell.Split('\n').Select(line => $"<text:p>{Escaped(line).Replace(" ", "<text:s/>", StringComparison.Ordinal)}</text:p>"))
            + "</table:table-cell>";

    private static string Escaped(string text) => SecurityElement.Escape(text).Replace("\r", "&#13;", StringComparison.Ordinal);
}
