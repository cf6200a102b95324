using System.Buffers;
using CsvHelper;

namespace NotifyNl.Sending;

/// <summary>A file for Dutch Excel: semicolons, quotes where needed, and no cell that a spreadsheet would run as a formula.</summary>
public sealed class OfficeCsv : IAsyncDisposable
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789 ()");

    // Excel reads a file without the mark as Windows-1252 and breaks every name with an accent.
    private static readonly CsvWriterOptions Dutch = new() { Separator = ';', WriteByteOrderMark = true };

    private readonly CsvWriter csv;

    /// <summary>Nothing is written before the first row; the stream stays open.</summary>
    public OfficeCsv(Stream file) => csv = CsvWriter.Create(file, Dutch, leaveOpen: true);

    /// <summary>One row, which costs no memory once it is written. All rows of a file have as many cells as its first.</summary>
    public async Task WriteAsync(IEnumerable<string?> cells, CancellationToken cancel)
    {
        foreach (var cell in cells)
            csv.WriteField(Harmless(cell ?? ""));
        await csv.EndRecordAsync(cancel);
    }

    /// <summary>The cells of a row as it was uploaded, which may have fewer than there are headings.</summary>
    public static IEnumerable<string?> Uploaded(SealedRow row, int columns) => Enumerable.Range(0, columns).Select(i => i < row.Cells.Count ? row.Cells[i] : "");

    /// <summary>An apostrophe before what begins like a formula. A telephone number with its plus runs nothing and stays as it is.</summary>
    /// <remarks>Source: OWASP ASVS 5.0, 1.2.10.</remarks>
    public static string Harmless(string cell)
    {
        if (cell.Length == 0 || cell[0] is not ('=' or '+' or '-' or '@' or '\t' or '\r' or '\0'))
            return cell;
        var isNumber = cell[0] == '+' && cell.Length > 1 && cell.AsSpan(1).IndexOfAnyExcept(OfNumbers) < 0;
        return isNumber ? cell : "'" + cell;
    }

    public ValueTask DisposeAsync() => csv.DisposeAsync();
}
