namespace NotifyNl.Tests.Infrastructure;

/// <summary>What one host of a run logs.</summary>
public sealed class LogFile(string path, bool trace)
{
    private readonly Lock turn = new();
    private StreamWriter? writer;
    private bool closed;

    public string Path => path;

    /// <summary>Whether the host logs all that it can.</summary>
    public bool Trace => trace;

    public void Write(string? line)
    {
        lock (turn)
        {
            // What a host still says when the run is over is about its own end.
            if (closed)
                return;
            writer ??= new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
            writer.WriteLine(line);
        }
    }

    /// <summary>All until now.</summary>
    public string Read()
    {
        lock (turn)
        {
            if (writer is null)
                return "";
            writer.Flush();
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <returns>Which of the parts are in no line.</returns>
    public IReadOnlyCollection<string> Missing(IEnumerable<string> parts)
    {
        lock (turn)
            writer?.Flush();
        var missing = parts.ToHashSet();
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (missing.Count > 0 && reader.ReadLine() is { } line)
            missing.RemoveWhere(part => line.Contains(part, StringComparison.Ordinal));
        return missing;
    }

    public void Close()
    {
        lock (turn)
        {
            closed = true;
            writer?.Dispose();
        }
    }
}
