using System.Diagnostics;
using Npgsql;

namespace NotifyNl.Data;

/// <summary>
/// A PostgreSQL of our own, from the binaries on this machine, reachable by a unix socket only (docs/adr/0001).
/// Whoever comes second to a data folder uses the server that runs there; only the one that started it stops it.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    // A bootstrap login apart from the owner, so that the owner of the tables is no superuser here either.
    private const string Superuser = "postgres";

    private readonly string dataFolder;
    private readonly ClusterHome home;
    private readonly PrivatePostgresOptions options;
    private PostgresBinaries? binaries;
    private ServerProcess? server;

    private PrivatePostgres(string dataFolder, ClusterHome home, PrivatePostgresOptions options) =>
        (this.dataFolder, this.home, this.options) = (dataFolder, home, options);

    /// <summary>Whether this object started the server, and so will stop it.</summary>
    public bool StartedHere => server is not null;

    private string Log => Path.Combine(dataFolder, "postgres.log");

    /// <exception cref="PrivatePostgresException">It cannot start; the message says why and what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(string dataFolder, PrivatePostgresOptions options, CancellationToken cancel)
    {
        dataFolder = Path.GetFullPath(dataFolder);
        try
        {
            Directory.CreateDirectory(dataFolder);

            // Two programs may come at once: one starts the server, the other waits here and finds it running.
            await using var turn = await TakeTurnAsync(Path.Combine(dataFolder, "postgres.lock"), cancel);
            var postgres = new PrivatePostgres(dataFolder, await ClusterHome.OpenAsync(dataFolder, cancel), options);
            await postgres.StartOrJoinAsync(cancel);
            return postgres;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException($"De gegevensmap {dataFolder} is niet te gebruiken: {e.Message}", e);
        }
    }

    public string ConnectionString(string user, string database = Logins.Database) =>
        new NpgsqlConnectionStringBuilder { Host = home.SocketFolder, Port = 5432, Username = user, Database = database }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (server is null)
            return;

        // Fast lets nobody finish but loses nothing; immediate is for a disk that no longer answers.
        if (!(await StopAsync("fast", seconds: "5")).Succeeded && !server.Exit.IsCompleted)
            await StopAsync("immediate", seconds: "2");
        await Task.WhenAny(server.Exit, Task.Delay(TimeSpan.FromSeconds(2))); // what still lives then, dies with us
        server = null;
        if (options.ThrowAway)
            Directory.Delete(home.Folder, recursive: true);
    }

    private Task<CommandOutcome> StopAsync(string mode, string seconds) =>
        ServerAccount.RunAsync(CancellationToken.None, binaries!["pg_ctl"], "stop", "-D", home.Data, "-s", "-w", "-m", mode, "-t", seconds);

    private async Task StartOrJoinAsync(CancellationToken cancel)
    {
        try
        {
            await StartServerAsync(cancel);
            await Logins.EnsureAsync(Unpooled(), options.OwnerMayCreateDatabases, cancel);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task StartServerAsync(CancellationToken cancel)
    {
        if (await IsRunningAsync(cancel))
            return;

        binaries = PostgresBinaries.Choose(await PostgresBinaries.FindAsync(cancel), home.Major, dataFolder);
        if (home.Major is null)
            await MakeClusterAsync(cancel);

        // PostgreSQL goes by the process number alone, and so takes a killed server that lingers as a zombie for a living one.
        if (Postmaster.State(home.Data) == PostmasterState.Dead)
            File.Delete(Postmaster.File(home.Data));
        server = ServerProcess.Start(Log, [binaries["postgres"], "-D", home.Data, .. ServerSettings.Arguments(home, options), .. await QuickCompressionAsync(cancel)]);
        await WaitUntilItAnswersAsync(cancel);
    }

    /// <summary>
    /// Pages that go to the log whole, compressed by the quickest that this build has: pglz takes a third of a millisecond for each, a quarter of the time of a large list
    /// that comes right after a checkpoint.
    /// </summary>
    private async Task<string[]> QuickCompressionAsync(CancellationToken cancel)
    {
        string[] lz4 = ["-c", "wal_compression=lz4"];
        var answer = await ServerAccount.RunAsync(cancel, [binaries!["postgres"], "-D", home.Data, "-C", "wal_compression", .. lz4]);
        return answer.Succeeded ? lz4 : ["-c", "wal_compression=on"];
    }

    /// <summary>Waits for a server that is on its way up or down, so that the answer holds.</summary>
    private async Task<bool> IsRunningAsync(CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (Postmaster.State(home.Data) == PostmasterState.Running)
        {
            if (await AnswersAsync(cancel))
                return true;
            if (waited.Elapsed > options.StartTimeout)
                throw PrivatePostgresException.NotStarted("de server die al draait, antwoordt niet", Log);
            await Task.Delay(20, cancel);
        }

        return false;
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (!await AnswersAsync(cancel))
        {
            if (server!.Exit.IsFaulted)
                await server.Exit;
            if (server.Exit.IsCompleted || waited.Elapsed > options.StartTimeout)
                throw Failure(File.Exists(Log) ? await File.ReadAllTextAsync(Log, cancel) : "");
            await Task.Delay(20, cancel);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled());
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // no socket yet, refused, or "the database system is starting up"
        }
    }

    private async Task MakeClusterAsync(CancellationToken cancel)
    {
        // Made beside its place and then moved, so that half a cluster is never taken for a whole one.
        var draft = home.Data + ".new";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        string[] command = [binaries!["initdb"], "-D", draft, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"];
        var made = await ServerAccount.RunAsync(cancel, options.Durable ? command : [.. command, "--no-sync"]);
        if (!made.Succeeded)
            throw Failure(made.Errors);
        Directory.Move(draft, home.Data);
    }

    private PrivatePostgresException Failure(string errors)
    {
        if (errors.Contains("No space left on device", StringComparison.Ordinal))
            return PrivatePostgresException.NoRoom(dataFolder, new DriveInfo(home.Folder).AvailableFreeSpace);
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = lines.LastOrDefault(l => l.Contains("FATAL", StringComparison.Ordinal) || l.Contains("error", StringComparison.Ordinal)) ?? lines.LastOrDefault();
        return PrivatePostgresException.NotStarted(words ?? "het gaf geen reden", Log);
    }

    private string Unpooled() => new NpgsqlConnectionStringBuilder(ConnectionString(Superuser, Superuser)) { Pooling = false }.ConnectionString;

    private static async Task<FileStream> TakeTurnAsync(string file, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                await Task.Delay(20, cancel);
            }
        }
    }

    // EWOULDBLOCK of flock: .NET gives its number as the HResult, and no exception type of its own.
    private static bool IsHeldByAnother(IOException e) => e.HResult == 11;
}
