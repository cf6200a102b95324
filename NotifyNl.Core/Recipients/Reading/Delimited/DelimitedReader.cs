using System.Text;
using NotifyNl.Recipients.Reading.Cells;

namespace NotifyNl.Recipients.Reading.Delimited;

/// <summary>Reads csv, tsv and txt. A line is a record: a line end within quotes is part of its field, as a spreadsheet program shows it.</summary>
internal sealed class DelimitedReader : SheetReader
{
    private const int SniffSize = 1 << 16;

    private readonly StreamReader text;
    private readonly DelimitedRecords records;
    private int row;

    public DelimitedReader(Stream file, string name, string format, Encoding encoding, string encodingName)
    {
        var start = Start(file, encoding);
        var declared = DelimiterSniffer.Declared(start);
        var delimiter = declared ?? DelimiterSniffer.Sniff(start);
        text = Open(file, encoding);
        records = new DelimitedRecords(text, delimiter);
        Facts = new FileFacts(name, format, encodingName, delimiter.ToString());
        if (declared is not null)
            records.Next(); // the line is Excel's own: it shows the next one as line 1
    }

    public override FileFacts Facts { get; }

    public override bool IsHidden(int column) => false;

    public override SheetRow? Next()
    {
        records.Width = Width;
        if (records.Next() is not { } fields)
            return null;
        row++;
        var used = fields.Count;
        while (used > 0 && CleanText.OrNull(fields[used - 1]) is null)
            used--;
        var cells = used == 0 ? [] : new SheetCell[used];
        for (var i = 0; i < used; i++)
            cells[i] = new SheetCell(CleanText.OrNull(fields[i]));
        return new SheetRow(row, cells);
    }

    public override void Dispose() => text.Dispose();

    private static string Start(Stream file, Encoding encoding)
    {
        using var reader = Open(file, encoding);
        var start = new char[SniffSize];
        return new string(start, 0, reader.ReadBlock(start));
    }

    private static StreamReader Open(Stream file, Encoding encoding)
    {
        file.Position = 0;
        return new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, 1 << 15, leaveOpen: true);
    }
}
