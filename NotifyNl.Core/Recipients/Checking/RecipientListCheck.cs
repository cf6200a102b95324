using System.Xml;
using NotifyNl.Recipients.Checking;
using NotifyNl.Recipients.Reading;

namespace NotifyNl.Recipients;

/// <summary>
/// The engine: reads a list of recipients, fills in the message for each, and finds everything that is wrong or dear. The portal, the API
/// and the command line all come through here. Rows stream by; what is kept does not grow with their number, but for eight bytes a number
/// to know duplicates by.
/// </summary>
public sealed class RecipientListCheck(ListCheckOptions options)
{
    /// <inheritdoc cref="Check(Stream, string, Action{CheckedRow}?, Action{IReadOnlyList{ListColumn}}?, CancellationToken)"/>
    public ListCheckReport Check(Stream file, string fileName, Action<CheckedRow>? onRow, CancellationToken cancel) =>
        Check(file, fileName, onRow, onColumns: null, cancel);

    /// <param name="file">Seekable; is not closed.</param>
    /// <param name="fileName">As the person knows it; only its ending plays a part, and only among text files.</param>
    /// <param name="onRow">Gets every row in order, also after a problem with the columns; on the calling thread.</param>
    /// <param name="onColumns">Gets the columns, once, before the first row.</param>
    /// <returns>A report whatever the file is: bad input is a problem in it, never an exception.</returns>
    public ListCheckReport Check(
        Stream file,
        string fileName,
        Action<CheckedRow>? onRow = null,
        Action<IReadOnlyList<ListColumn>>? onColumns = null,
        CancellationToken cancel = default)
    {
        var facts = new FileFacts(fileName, "");
        ListTally? tally = null;
        Problem? fatal = null;
        try
        {
            using var reader = ListFile.Open(file, fileName, options.MaxBytes);
            facts = reader.Facts;
            if (FindHeader(reader, cancel) is not { } header)
                return new ListCheckReport { File = facts, Problems = [Problem.Of("file-empty")] };

            var layout = ListLayout.Of(header, reader.IsHidden, options.Template);
            tally = new ListTally(layout, options);
            onColumns?.Invoke(layout.Columns);
            reader.Width = layout.Width;
            fatal = CheckRows(reader, layout, tally, onRow, cancel);
        }
        catch (UnreadableListException e)
        {
            fatal = e.Problem;
        }
        catch (Exception e) when (IsDamage(e))
        {
            fatal = Problem.Of("file-damaged");
        }

        return tally?.Report(facts, fatal) ?? new ListCheckReport { File = facts, Problems = [fatal!] };
    }

    /// <summary>The first visible line with something in it.</summary>
    private static SheetRow? FindHeader(SheetReader reader, CancellationToken cancel)
    {
        while (reader.Next() is { } row)
        {
            cancel.ThrowIfCancellationRequested();
            if (!row.IsBlank && Enumerable.Range(0, row.Cells.Length).Any(c => row.Cells[c].Text is not null && !reader.IsHidden(c)))
                return row;
        }

        return null;
    }

    private Problem? CheckRows(SheetReader reader, ListLayout layout, ListTally tally, Action<CheckedRow>? onRow, CancellationToken cancel)
    {
        var checker = new RowChecker(layout, options);
        using var rows = new VisibleRows(reader, layout, cancel);
        foreach (var (row, number) in rows)
        {
            if (tally.Rows == options.MaxRows)
                return Problem.Of("too-many-rows", options.MaxRows);
            var found = checker.Check(row, number);
            tally.Add(found);
            onRow?.Invoke(found);
        }

        return null;
    }

    /// <summary>What the libraries throw at a file that is not what it says; they do not agree on one exception.</summary>
    private static bool IsDamage(Exception e) => e
        is XmlException or InvalidDataException or EndOfStreamException or IOException or FormatException or OverflowException or ArgumentException
        or IndexOutOfRangeException or NullReferenceException or InvalidCastException or NotSupportedException or InvalidOperationException
        or ExcelDataReader.Exceptions.ExcelReaderException;
}
