using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using NotifyNl.Recipients.Reading.Cells;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Reads xls and xlsb by ExcelDataReader. They are rare, and their inside is not XML.</summary>
internal sealed class BinaryWorkbookReader : SheetReader
{
    private readonly IExcelDataReader reader;
    private readonly MergedCells merged = new();
    private readonly ShownNumbers shown = new();
    private readonly Dictionary<string, NumberFormat> formats = [];
    private int row;

    public BinaryWorkbookReader(Stream file, string name, string format)
    {
        if (format == "xlsb")
            CheckUnpackedSize(file);
        reader = Open(file);
        try
        {
            while (reader.VisibleState != "visible")
            {
                if (!reader.NextResult())
                    throw UnreadableListException.Because("no-visible-sheet");
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        Facts = new FileFacts(name, format, Sheet: reader.Name);
        foreach (var range in reader.MergeCells ?? [])
            merged.Add(range.FromColumn, range.FromRow + 1, range.ToColumn, range.ToRow + 1);
        merged.Sort();
    }

    public override FileFacts Facts { get; }

    public override bool IsHidden(int column) => column < reader.FieldCount && reader.GetColumnWidth(column) == 0;

    public override SheetRow? Next()
    {
        while (reader.Read())
        {
            if (++row > ReadLimits.PhysicalRows)
                throw UnreadableListException.Because("too-many-lines", ReadLimits.PhysicalRows);
            var cells = ReadCells();
            if (!merged.IsEmpty)
                cells = merged.Apply(row, cells, Width);
            if (reader.RowHeight != 0)
                return new SheetRow(row, cells);
        }

        return null;
    }

    public override void Dispose() => reader.Dispose();

    private SheetCell[] ReadCells()
    {
        var cells = new SheetCell[Math.Min(reader.FieldCount, Width)];
        var used = 0;
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = Cell(column);
            if (!cells[column].IsEmpty)
                used = column + 1;
        }

        return used == cells.Length ? cells : cells[..used];
    }

    /// <summary>ExcelDataReader gives nothing for a formula that failed: its cell counts as empty.</summary>
    private SheetCell Cell(int column)
    {
        return reader.GetValue(column) switch
        {
            null => default,
            string text => new SheetCell(CleanText.OrNull(text)),
            bool truth => new SheetCell(truth ? "WAAR" : "ONWAAR"),
            DateTime date => Number(column, date.ToOADate()),
            TimeSpan time => Number(column, time.TotalDays),
            IConvertible number => Number(column, number.ToDouble(null)),
            _ => default,
        };
    }

    private SheetCell Number(int column, double number)
    {
        var code = reader.GetNumberFormatString(column) ?? "General";
        if (!formats.TryGetValue(code, out var format))
            formats[code] = format = new NumberFormat(BuiltInFormats.Code(reader.GetNumberFormatIndex(column)) ?? code);
        return new SheetCell(CleanText.OrNull(shown.Show(format, number, from1904: false)), CellKind.Number, number);
    }

    private static IExcelDataReader Open(Stream file)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // Excel 95 stored text by code page
        file.Position = 0;
        try
        {
            return ExcelReaderFactory.CreateReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
        }
        catch (InvalidPasswordException)
        {
            throw UnreadableListException.Because("file-password");
        }
    }

    /// <summary>ExcelDataReader counts nothing and keeps the shared strings in memory, so the whole zip is unpacked and counted first.</summary>
    private static void CheckUnpackedSize(Stream file)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var part in zip.Entries)
        {
            var keptWhole = part.Name.Equals("sharedStrings.bin", StringComparison.OrdinalIgnoreCase);
            long size = 0;
            using var bytes = part.Open();
            while (bytes.Read(buffer) is var read and > 0)
            {
                size += read;
                total += read;
                if (total > ReadLimits.BinaryWorkbookBytes || (keptWhole && size > ReadLimits.BinaryPartBytes))
                    throw UnreadableListException.Because("too-much-unpacked");
            }
        }
    }
}
