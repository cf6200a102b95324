using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NotifyNl.Services;
using Npgsql;

namespace NotifyNl.Data;

/// <summary>Which database this node works with: the configured one, or (in Development) a private one that starts and stops with the program.</summary>
public sealed class Database : IAsyncDisposable
{
    // Any number that no other program uses; it keeps two nodes from migrating at once.
    private const long MigrationLock = 0x4E4F54494659;

    // Also who may become the owner. The worker owns the tables of its own clock, which stand in a schema apart.
    private const string MightySql = """
        select rolsuper or rolbypassrls or rolcreaterole
            or exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(r.oid, c.relowner, 'member'))
        from pg_roles r where rolname = current_user
        """;

    private readonly PrivatePostgres? server;

    private Database(string owner, string web, string worker, PrivatePostgres? server) => (Owner, Web, Worker, this.server) = (owner, web, worker, server);

    /// <summary>Migrations and nothing else.</summary>
    public string Owner { get; }

    /// <summary>Pages: sees the rows of the service of the request.</summary>
    public string Web { get; }

    /// <summary>Sending: sees all messages and no account.</summary>
    public string Worker { get; }

    /// <exception cref="InvalidOperationException">A connection string is missing outside Development.</exception>
    public static async Task<Database> PrepareAsync(IConfiguration configuration, IHostEnvironment environment, CancellationToken cancel)
    {
        var (web, owner, worker) = (configuration.GetConnectionString("NotifyNl"), configuration.GetConnectionString("NotifyNlOwner"), configuration.GetConnectionString("NotifyNlWorker"));
        if (web is not null || owner is not null || worker is not null)
        {
            return new Database(
                owner ?? throw Missing("NotifyNlOwner"), web ?? throw Missing("NotifyNl"), worker ?? throw Missing("NotifyNlWorker"), server: null);
        }

        if (!environment.IsDevelopment())
            throw Missing("NotifyNl");
        var server = await PrivatePostgres.StartAsync(configuration["DataFolder"] ?? ".data", new PrivatePostgresOptions(), cancel);
        return new Database(server.ConnectionString("notify_owner"), server.ConnectionString("notify_web"), server.ConnectionString("notify_worker"), server);
    }

    /// <summary>Brings the schema up to date; of several nodes that start at once one does it and the others wait.</summary>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var guard = new NpgsqlConnection(Owner);
        await guard.OpenAsync(cancel);
        await using var take = new NpgsqlCommand($"select pg_advisory_lock({MigrationLock})", guard);
        await take.ExecuteNonQueryAsync(cancel);

        await using var db = NotifyDbOptions.Open(Owner);
        await db.Database.MigrateAsync(cancel);
    }

    /// <summary>The running logins own nothing and rule nothing: what they may not do, nobody who takes them over may do.</summary>
    public async Task RefuseMightyLoginsAsync(CancellationToken cancel)
    {
        foreach (var (name, connectionString) in new[] { ("NotifyNl", Web), ("NotifyNlWorker", Worker) })
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancel);
            await using var ask = new NpgsqlCommand(MightySql, connection);
            if (await ask.ExecuteScalarAsync(cancel) is true)
                throw new InvalidOperationException($"ConnectionStrings:{name} signs in as a superuser, an owner or a role with BYPASSRLS. Use the logins of docs/operations.md.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    private static InvalidOperationException Missing(string name) =>
        new($"ConnectionStrings:{name} is not set. Give the connection strings NotifyNl, NotifyNlOwner and NotifyNlWorker; docs/operations.md tells which login each is for.");
}

public static class DatabaseRegistration
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, Database database)
    {
        services.AddSingleton(database);
        services.AddScoped<CurrentService>();
        services.AddDbContext<NotifyDbContext>((provider, options) =>
            options.UseNotifyDb(database.Web).AddInterceptors(new TenantInterceptor(provider.GetRequiredService<CurrentService>())));
        services.AddKeyedSingleton(WorkerDatabase.Key, (_, _) => WorkerDatabase.Open(database.Worker));
        return services;
    }
}
