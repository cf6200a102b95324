using System.Collections;
using System.Collections.Concurrent;
using NotifyNl.Recipients.Reading;

namespace NotifyNl.Recipients.Checking;

/// <summary>
/// The rows below the header, read ahead on a second thread: unpacking and XML take as long as checking does. Empty lines count as rows
/// when something follows; those at the end of the sheet are not there.
/// </summary>
internal sealed class VisibleRows : IEnumerable<(SheetRow Row, int Number)>, IDisposable
{
    private const int ChunkSize = 256;
    private const int ChunksAhead = 4;

    private readonly BlockingCollection<List<SheetRow>> chunks = new(ChunksAhead);
    private readonly CancellationTokenSource stop;
    private readonly ListLayout layout;
    private readonly Task reading;

    public VisibleRows(SheetReader reader, ListLayout layout, CancellationToken cancel)
    {
        this.layout = layout;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        reading = Task.Factory.StartNew(() => ReadAhead(reader), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public IEnumerator<(SheetRow Row, int Number)> GetEnumerator()
    {
        var blanks = new List<(int First, int Count)>();
        foreach (var chunk in chunks.GetConsumingEnumerable(stop.Token))
        {
            foreach (var row in chunk)
            {
                if (IsBlank(row))
                {
                    Append(blanks, row);
                    continue;
                }

                foreach (var (first, count) in blanks)
                {
                    for (var i = 0; i < count; i++)
                        yield return (SheetRow.Blank(first + i, 1), first + i);
                }

                blanks.Clear();
                for (var i = 0; i < row.Count; i++)
                    yield return (row, row.Number + i);
            }
        }

        reading.GetAwaiter().GetResult(); // what went wrong while reading ahead comes out here
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Waits for the reading thread, which still holds the file.</summary>
    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        stop.Dispose();
        chunks.Dispose();
    }

    private void ReadAhead(SheetReader reader)
    {
        try
        {
            var chunk = new List<SheetRow>(ChunkSize);
            while (reader.Next() is { } row)
            {
                chunk.Add(row);
                if (chunk.Count < ChunkSize)
                    continue;
                chunks.Add(chunk, stop.Token);
                chunk = new List<SheetRow>(ChunkSize);
            }

            chunks.Add(chunk, stop.Token);
        }
        finally
        {
            chunks.CompleteAdding();
        }
    }

    /// <summary>A line with only hidden cells, or only cells without a heading, is an empty line to the person who looks at it.</summary>
    private bool IsBlank(SheetRow row)
    {
        if (row.IsBlank)
            return true;
        for (var column = 0; column < layout.Columns.Count; column++)
        {
            if (!layout.Cell(row, column).IsEmpty)
                return false;
        }

        return true;
    }

    private static void Append(List<(int First, int Count)> blanks, SheetRow row)
    {
        if (blanks.Count > 0 && blanks[^1] is var (first, count) && first + count == row.Number)
            blanks[^1] = (first, count + row.Count);
        else
            blanks.Add((row.Number, row.Count));
    }
}
