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

    private readonly Lazy<Task<PrivatePostgres>> server;
    private string? folder;

    public PostgresServer() => server = new(StartAsync);

    internal Task<PrivatePostgres> Running => server.Value;

    public async ValueTask DisposeAsync()
    {
        if (!server.IsValueCreated)
            return;
        NpgsqlConnection.ClearAllPools();
        await (await Running).DisposeAsync();
        Directory.Delete(folder!, recursive: true);
    }

    private async Task<PrivatePostgres> StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("notify-tests-").FullName;
        var options = new PrivatePostgresOptions { Durable = false, ThrowAway = true, OwnerMayCreateDatabases = true };
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
