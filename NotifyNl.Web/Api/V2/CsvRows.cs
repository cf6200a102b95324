using System.Text;

namespace NotifyNl.Web.Api.V2;

/// <summary>Rows of a list as they come in, written as the csv that the one engine reads.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly MemoryStream file = new();
    private readonly StreamWriter writer;

    public CsvRows() => writer = new StreamWriter(file, new UTF8Encoding(false), bufferSize: 16_384, leaveOpen: true);

    /// <summary>Of all that came in the place of a row.</summary>
    public int Count { get; set; }

    public void Write(List<object?> cells)
    {
        for (var cell = 0; cell < cells.Count; cell++)
        {
            var text = cells[cell] is null ? "" : PythonText.Value(cells[cell]) as string ?? PythonText.Repr(cells[cell]);
            writer.Write(cell == 0 ? "\"" : ",\"");
            writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }

        writer.Write("\r\n");
    }

    public MemoryStream ToCsv()
    {
        writer.Flush();
        file.Position = 0;
        return file;
    }

    public void Dispose() => writer.Dispose();
}
