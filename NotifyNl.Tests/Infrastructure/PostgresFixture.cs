using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Services;
using Npgsql;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>A database of its own for a test class: a copy of a migrated template. One server a run; no cleaning, no shared rows, parallel classes.</summary>
public sealed class PostgresFixture(PostgresServer servers) : IAsyncLifetime
{
    // Ends the connections that pools still hold; the owner may not end another login's.
    private const string SuperuserLogin = "postgres";

    private readonly string name = $"notify_{Guid.NewGuid():N}";
    private PrivatePostgres server = null!;
    private NpgsqlDataSource? worker;

    public string Owner => ConnectionString(Logins.Owner);

    public string Web => ConnectionString(Logins.Web);

    public string Worker => ConnectionString(Logins.Worker);

    /// <summary>Who may do anything, and is no part of the program.</summary>
    public string Superuser => ConnectionString(SuperuserLogin);

    /// <summary>As the program opens it.</summary>
    public NpgsqlDataSource WorkerDatabase => worker ??= NotifyNl.Data.WorkerDatabase.Open(Worker);

    public async ValueTask InitializeAsync()
    {
        server = await servers.Running;
        // By copying its files: a fifth of the time of writing each page to the log, which nobody will read.
        await ExecuteAsync(server.ConnectionString(Logins.Owner), $"create database {name} template {PostgresServer.TemplateDatabase} strategy file_copy");
    }

    public async ValueTask DisposeAsync()
    {
        if (worker is not null)
            await worker.DisposeAsync();
        await ExecuteAsync(server.ConnectionString(SuperuserLogin, SuperuserLogin), $"drop database {name} with (force)");
    }

    /// <summary>As the owner of the tables: sees and may everything.</summary>
    public NotifyDbContext Open() => NotifyDbOptions.Open(Owner);

    /// <summary>As the portal opens it for a page of one service.</summary>
    public NotifyDbContext OpenWeb(Guid serviceId)
    {
        var current = new CurrentService();
        current.Enter(serviceId);
        return new(new DbContextOptionsBuilder<NotifyDbContext>().UseNotifyDb(Web).AddInterceptors(new TenantInterceptor(current)).Options);
    }

    public Task ExecuteAsync(string sql, params object[] values) => ExecuteAsync(Owner, sql, values);

    public Task<T> ReadAsync<T>(string sql, params object[] values) => ReadAsync<T>(Owner, sql, values);

    /// <summary>What other logins are doing: only a superuser sees that.</summary>
    public Task<long> CountConnectionsAsync(string condition) => ReadAsync<long>(
        Superuser, $"select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and {condition}", []);

    /// <summary>Waits for some connection to be as the condition says, or for none to be.</summary>
    public async Task UntilAsync(string condition, bool some)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (await CountConnectionsAsync(condition) > 0 == some)
                return;
            await Task.Delay(100);
        }

        Assert.Fail($"After 30 seconds {(some ? "no" : "a")} connection is like: {condition}");
    }

    /// <summary>Breaks such connections off, as PostgreSQL does when it finds that nobody is at the other end.</summary>
    public Task EndConnectionsAsync(string condition) => ReadAsync<long>(
        Superuser, $"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and {condition}", []);

    /// <summary>Everything in it, as a backup holds it.</summary>
    public async Task<string> DumpAsync()
    {
        var target = new NpgsqlConnectionStringBuilder(Superuser);
        string[] dumps = ["pg_dump", .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetFiles("/usr/lib/postgresql", "pg_dump", SearchOption.AllDirectories) : []];
        using var process = Process.Start(new ProcessStartInfo(dumps[^1], ["-h", target.Host!, "-U", target.Username!, target.Database!]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync());
        Assert.True(text.Length > 10_000);
        return text;
    }

    private static async Task<T> ReadAsync<T>(string connectionString, string sql, object[] values)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string connectionString, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private string ConnectionString(string login) => server.ConnectionString(login, name) + ";Include Error Detail=true";
}
