using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NotifyNl.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(RunLogs))]

namespace NotifyNl.Tests.Infrastructure;

/// <summary>
/// What every host of a run logs, in files of one folder, all of which are searched when the last test is done: nothing personal and nothing secret may be in it.
/// <para>
/// At Trace, with EF, Npgsql, HttpClient (of which the program hears nothing, by design), Quartz and ASP.NET: the portal that most browser tests visit (accounts, teams, lists, sending, delivery, receipts, opt-outs, the texts of
/// citizens), the portal with single sign-on, every node of the API, and every node of the worker. Those between them walk every journey; the others (the portal whose pages are all looked at,
/// those that are killed, those in this process) do no more of the same, and at Trace they would make a run a minute longer. They log as they do in production, and are searched as well.
/// </para>
/// </summary>
public sealed class RunLogs : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, byte> Secrets = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentBag<LogFile> Files = [];
    private static int count;

    /// <summary>The parts of the program that say nothing unless they are asked to, each at its most talkative.</summary>
    public static readonly string[] Talkative = ["Default", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Net.Http", "Quartz", "Npgsql"];

    private static string Folder { get; } = Directory.CreateTempSubdirectory("notify-run-logs-").FullName;

    /// <summary>What must be in no log, beside what has a form by which it is known: made by chance, by a test.</summary>
    public static string Secret(string value)
    {
        Secrets.TryAdd(value, 0);
        return value;
    }

    /// <param name="trace">Whether the host logs at Trace; the file must then show it.</param>
    public static LogFile Open(string host, bool trace)
    {
        var file = new LogFile(Path.Combine(Folder, $"{host}-{Interlocked.Increment(ref count)}.log"), trace);
        Files.Add(file);
        return file;
    }

    /// <summary>For hosts in this process.</summary>
    public static ILoggerProvider Provider(string host, bool trace = false) => Provider(Open(host, trace));

    public static ILoggerProvider Provider(LogFile file) => new FileLog(file);

    public ValueTask DisposeAsync()
    {
        foreach (var file in Files)
            file.Close();
        var search = new LogSearch(Secrets.Keys);
        var found = new ConcurrentBag<string>();
        Parallel.ForEach(Files.Where(f => File.Exists(f.Path)), file =>
        {
            foreach (var line in search.In(file.Path).Take(20))
                found.Add($"{Path.GetFileName(file.Path)}: {line}");
        });
        if (!found.IsEmpty)
            throw new InvalidOperationException($"Logs of this run hold what no log may hold ({Folder}):\n{string.Join('\n', found.Distinct().Order(StringComparer.Ordinal).Take(50))}");
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class FileLog(LogFile file) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new CategoryLog(file, categoryName);

        public void Dispose()
        {
        }
    }

    // Without scopes, as the program's own console has them.
    private sealed class CategoryLog(LogFile file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            file.Write($"{logLevel}: {category}[{eventId.Id}] {formatter(state, exception)} {exception}");
    }
}
