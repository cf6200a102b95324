using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace NotifyNl.Tests.Infrastructure;

/// <summary>The one server of a run, with a migrated database to copy. It starts when the first class asks for it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    internal const string TemplateDatabase = "notify_template";

    private readonly PrivatePostgresOptions options = new() { Durable = false, ThrowAway = true, OwnerMayCreateDatabases = true };
    private Lazy<Task<PrivatePostgres>> server;
    private string? folder;

    public PostgresServer() => server = new(StartAsync);

    /// <summary>One of a test's own, that may be stopped and started again.</summary>
    internal PostgresServer(bool throwAway)
        : this() => options = options with { ThrowAway = throwAway };

    internal Task<PrivatePostgres> Running => server.Value;

    public async ValueTask DisposeAsync()
    {
        if (!server.IsValueCreated)
            return;
        NpgsqlConnection.ClearAllPools();
        await (await Running).DisposeAsync();
        // What PostgreSQL itself wrote down in a run is a log as well (RunLogs).
        var found = Directory.GetFiles(folder!, "postgres.log", SearchOption.AllDirectories).SelectMany(new LogSearch([]).In).Take(20).ToList();
        Directory.Delete(folder!, recursive: true);
        if (found.Count > 0)
            throw new InvalidOperationException($"The log of PostgreSQL holds what no log may hold:\n{string.Join('\n', found)}");
    }

    /// <summary>As when its machine is switched off.</summary>
    internal async Task StopAsync() => await (await Running).DisposeAsync();

    /// <summary>With what it held.</summary>
    internal Task StartAgainAsync()
    {
        server = new(() => PrivatePostgres.StartAsync(folder!, options, CancellationToken.None));
        return Running;
    }

    private async Task<PrivatePostgres> StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("notify-tests-").FullName;
        var started = await PrivatePostgres.StartAsync(folder, options, CancellationToken.None);
        await using (var connection = new NpgsqlConnection(started.ConnectionString(Logins.Owner)))
        {
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand($"create database {TemplateDatabase}", connection);
            await create.ExecuteNonQueryAsync();
        }

        // Unpooled: a database that is in use cannot be copied.
        await using var db = NotifyDbOptions.Open(started.ConnectionString(Logins.Owner, TemplateDatabase) + ";Pooling=false");
        await db.Database.MigrateAsync();
        return started;
    }
}
