using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace NotifyNl.Benchmarks.Engine;

/// <summary>Writes a list of four columns as Excel stores it: texts in the shared table, dates as day numbers with a format.</summary>
internal static class SampleList
{
    public const string Content = "Beste ((naam)), uw AOW van ((bedrag)) staat op ((datum)) op uw rekening. Vragen? Kijk op svb.nl of bel ons.";

    private const int FirstDay = 46379;

    private static readonly string[] Names = ["Jansen", "De Vries", "Zoë van 't Hof", "Bakker", "Daniël Çelik", "Visser", "Smit", "Van den Berg"];

    public static void Write(string path, int rows)
    {
        if (Path.GetExtension(path) == ".csv")
            WriteCsv(path, rows);
        else
            WriteXlsx(path, rows);
    }

    private static string Number(int row) => $"06{10_000_000 + row * 37 % 80_000_000:00000000}";

    private static string Name(int row) => $"{Names[row % Names.Length]} {row % 5000}";

    private static void WriteCsv(string path, int rows)
    {
        using var csv = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        csv.Write("telefoonnummer;naam;datum;bedrag\r\n");
        for (var row = 0; row < rows; row++)
            csv.Write($"{Number(row)};{Name(row)};{23 + row % 5} december 2026;\"€ 1.{row % 900 + 100},06\"\r\n");
    }

    private static void WriteXlsx(string path, int rows)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Add(zip, "xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Blad1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        Add(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
            + "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>"
            + "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>");
        Add(zip, "xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts><numFmt numFmtId=\"165\" formatCode=\"d mmmm yyyy\"/><numFmt numFmtId=\"166\" formatCode=\"&quot;€&quot; #,##0.00\"/></numFmts>"
            + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"49\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>");
        WriteStrings(zip, rows);
        WriteSheet(zip, rows);
    }

    private static void WriteStrings(ZipArchive zip, int rows)
    {
        using var xml = Part(zip, "xl/sharedStrings.xml");
        xml.Write("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        foreach (var heading in new[] { "telefoonnummer", "naam", "datum", "bedrag" })
            xml.Write($"<si><t>{heading}</t></si>");
        for (var row = 0; row < rows; row++)
            xml.Write($"<si><t>{Number(row)}</t></si><si><t>{Name(row)}</t></si>");
        xml.Write("</sst>");
    }

    private static void WriteSheet(ZipArchive zip, int rows)
    {
        using var xml = Part(zip, "xl/worksheets/sheet1.xml");
        xml.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
        xml.Write("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>");
        for (var row = 0; row < rows; row++)
        {
            var (line, text) = (row + 2, 4 + row * 2);
            xml.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<row r=\"{line}\" spans=\"1:4\"><c r=\"A{line}\" s=\"1\" t=\"s\"><v>{text}</v></c><c r=\"B{line}\" t=\"s\"><v>{text + 1}</v></c><c r=\"C{line}\" s=\"2\"><v>{FirstDay + row % 5}</v></c><c r=\"D{line}\" s=\"3\"><v>{1000 + row % 900}.06</v></c></row>"));
        }

        xml.Write("</sheetData></worksheet>");
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var part = Part(zip, name);
        part.Write(content);
    }

    private static StreamWriter Part(ZipArchive zip, string name) => new(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
}
