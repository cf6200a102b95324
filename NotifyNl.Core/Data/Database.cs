using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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

    /// <summary>What the migrations of another node may take on a large table.</summary>
    private static readonly TimeSpan MigrationPatience = TimeSpan.FromMinutes(30);

    private readonly PrivatePostgres? server;
    private readonly string? owner;

    private Database(string? owner, string web, string worker, PrivatePostgres? server) => (this.owner, Web, Worker, this.server) = (owner, web, worker, server);

    /// <summary>Migrations and nothing else.</summary>
    /// <exception cref="InvalidOperationException">This node was not given it.</exception>
    public string Owner => owner ?? throw Missing("NotifyNlOwner");

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
            return new Database(owner, web ?? throw Missing("NotifyNl"), worker ?? throw Missing("NotifyNlWorker"), server: null);
        }

        if (!environment.IsDevelopment())
            throw Missing("NotifyNl");
        var server = await PrivatePostgres.StartAsync(configuration["DataFolder"] ?? ".data", new PrivatePostgresOptions(), cancel);
        return new Database(server.ConnectionString("notify_owner"), server.ConnectionString("notify_web"), server.ConnectionString("notify_worker"), server);
    }

    /// <summary>Brings the schema up to date; of several nodes that start at once one does it and the others wait. So does a node without the owner's login.</summary>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        if (owner is null)
        {
            await WaitForMigrationsAsync(cancel);
            return;
        }

        // Not from a pool: there the connection, and the lock with it, would live on after this, and a second node would wait for as long as this one runs.
        await using var guard = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Owner) { Pooling = false }.ConnectionString);
        await guard.OpenAsync(cancel);
        await using var take = new NpgsqlCommand($"select pg_advisory_lock({MigrationLock})", guard) { CommandTimeout = 0 };
        await take.ExecuteNonQueryAsync(cancel);

        await using var db = NotifyDbOptions.Open(Owner);
        try
        {
            await db.Database.MigrateAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException("ConnectionStrings:NotifyNlOwner signs in as a login that may not change the tables. Use the owner of the database; docs/operations.md tells which login that is.", e);
        }
    }

    private async Task WaitForMigrationsAsync(CancellationToken cancel)
    {
        await using var db = NotifyDbOptions.Open(Web);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < MigrationPatience; await Task.Delay(TimeSpan.FromSeconds(1), cancel))
        {
            try
            {
                if (!(await db.Database.GetPendingMigrationsAsync(cancel)).Any())
                    return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege)
            {
                // An empty database: the first migration has yet to come.
            }
        }

        throw new InvalidOperationException(
            "The schema is behind and no node brings it up to date. Run the program once with the argument migrate and ConnectionStrings:NotifyNlOwner, or give this node that connection string.");
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
        services.AddPages(database.Web);
        services.AddKeyedSingleton(WorkerDatabase.Key, (provider, _) => WorkerDatabase.Open(database.Worker, provider.GetRequiredService<ILoggerFactory>()));
        services.AddHostedService<PlanWatch>();
        services.AddKeyedSingleton(WebDatabase.Key, (provider, _) => WebDatabase.Open(database.Web, provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }

    /// <summary>What pages read and write with: the rows of the service of the request.</summary>
    internal static IServiceCollection AddPages(this IServiceCollection services, string connectionString)
    {
        const string pages = "pages";
        services.AddKeyedSingleton(pages, (provider, _) => new NpgsqlDataSourceBuilder(connectionString).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build());
        return services.AddDbContext<NotifyDbContext>((provider, options) => options
            .UseNotifyDb(provider.GetRequiredKeyedService<NpgsqlDataSource>(pages), provider.GetRequiredService<ILoggerFactory>())
            .AddInterceptors(new TenantInterceptor(provider.GetRequiredService<CurrentService>())));
    }
}
