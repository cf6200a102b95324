using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Benchmarks.Rig;

/// <summary>A whole installation on this machine, loopback only: a private PostgreSQL with fsync on, the stand-in gateway, and nodes as processes.</summary>
internal sealed class Stand : IAsyncDisposable
{
    public const string Secret = "een-geheim-van-de-proefstand";

    private readonly List<Node> nodes = [];
    private readonly string folder;
    private PrivatePostgres postgres;

    private Stand(string folder, PrivatePostgres postgres, Gateway gateway)
    {
        (this.folder, this.postgres, Gateway) = (folder, postgres, gateway);
        Keys = PersonalDataRegistration.DevelopmentKeys(folder);
    }

    public Gateway Gateway { get; }

    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>The keys that nodes and seeds share.</summary>
    public IReadOnlyDictionary<string, string?> Keys { get; }

    public string Owner => postgres.ConnectionString(Logins.Owner);

    public string Web => postgres.ConnectionString(Logins.Web);

    public string Worker => postgres.ConnectionString(Logins.Worker);

    /// <summary>Beyond row-level security: for what a bench makes and counts.</summary>
    public string Superuser => postgres.ConnectionString("postgres");

    /// <param name="countsStatements">PostgreSQL keeps the time of each statement, for <see cref="Statements"/>; that costs a few percent.</param>
    public static async Task<Stand> StartAsync(bool countsStatements = false)
    {
        var folder = Directory.CreateTempSubdirectory("notify-rig-").FullName;
        var postgres = await StartPostgresAsync(folder, countsStatements);
        await using (var db = NotifyDbOptions.Open(postgres.ConnectionString(Logins.Owner)))
            await db.Database.MigrateAsync();
        return new Stand(folder, postgres, await Gateway.StartAsync(folder));
    }

    /// <summary>For a node that has Spryng, which takes one message a call, beside CM.com or in its place.</summary>
    public IReadOnlyDictionary<string, string> Spryng(bool besideCm) => new Dictionary<string, string>
    {
        ["Gateways__Spryng__Url"] = Gateway.SpryngUrl,
        ["Gateways__Spryng__ApiKey"] = "stand-in",
        ["Gateways__Spryng__ReceiptSecret"] = Secret,
        ["Gateways__Cm__Weight"] = besideCm ? "100" : "0",
    };

    /// <summary>A node with the given settings, ready for work. The first one gets the receipts.</summary>
    public async Task<Node> AddNodeAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var port = Node.FreePort();
        var all = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = $"http://127.0.0.1:{port}",
            ["Roles"] = "Worker",
            ["DataFolder"] = folder,
            ["ConnectionStrings__NotifyNl"] = Web,
            ["ConnectionStrings__NotifyNlOwner"] = Owner,
            ["ConnectionStrings__NotifyNlWorker"] = Worker,
            ["Gateways__Cm__Url"] = Gateway.CmUrl,
            ["Gateways__Cm__ProductToken"] = "stand-in",
            ["Gateways__Cm__ReceiptSecret"] = Secret,
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            all[key] = value;

        var node = new Node($"node-{nodes.Count + 1}", folder, port, all);
        nodes.Add(node);
        if (nodes.Count == 1)
            await Gateway.SendReceiptsToAsync(node.Address);
        await node.StartAsync();
        return node;
    }

    /// <summary>So many at once, as an orchestrator starts them.</summary>
    public Task AddNodesAsync(int count, IReadOnlyDictionary<string, string>? settings = null) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => AddNodeAsync(settings)));

    public async Task RemoveNodesAsync()
    {
        await Task.WhenAll(nodes.Where(n => n.Process.Running).Select(n => n.Process.StopAsync()));
        nodes.Clear();
    }

    /// <summary>As when the power of its machine fails.</summary>
    public async Task CrashPostgresAsync()
    {
        await SignalPostmasterAsync(Signal.Quit);
        NpgsqlConnection.ClearAllPools();
    }

    public async Task StartPostgresAgainAsync() => postgres = await StartPostgresAsync(folder);

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Where(n => n.Process.Running))
            await node.Process.KillAsync();
        await Gateway.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<PrivatePostgres> StartPostgresAsync(string folder, bool countsStatements = false) =>
        PrivatePostgres.StartAsync(folder, new PrivatePostgresOptions { ThrowAway = true, CountsStatements = countsStatements }, CancellationToken.None);

    /// <summary>The process that all of PostgreSQL's are children of.</summary>
    public async Task<int> PostmasterAsync() => ReadPid(await PostmasterFileAsync());

    private async Task SignalPostmasterAsync(Signal signal)
    {
        var file = await PostmasterFileAsync();
        ChildProcess.Send(ReadPid(file), signal);
        while (File.Exists(file))
            await Task.Delay(20);
    }

    private async Task<string> PostmasterFileAsync() => Path.Combine(await ReadAsync<string>("select setting from pg_settings where name = 'data_directory'"), "postmaster.pid");

    private static int ReadPid(string file) => int.Parse(File.ReadLines(file).First(), System.Globalization.CultureInfo.InvariantCulture);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1_800 };
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
