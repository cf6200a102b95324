using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Data;

/// <summary>Who brings the schema up to date, and who waits until somebody has.</summary>
public sealed class MigrateTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string name = $"notify_{Guid.NewGuid():N}";

    private PrivatePostgres postgres = null!;

    public async ValueTask InitializeAsync()
    {
        postgres = await server.Running;
        await ExecuteAsync($"create database {name} owner {Logins.Owner}");
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"drop database {name} with (force)");
    }

    [Fact]
    public async Task NodeWithoutTheOwner_WaitsForTheOneThatMigrates_AndALoginThatOwnsNothingIsNamed()
    {
        await using var joining = await DatabaseAsync(owner: null);
        var joined = joining.MigrateAsync(default);

        await using (var wrong = await DatabaseAsync(Logins.Worker))
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => wrong.MigrateAsync(default));
            Assert.Contains("ConnectionStrings:NotifyNlOwner", refusal.Message, StringComparison.Ordinal);
        }

        Assert.False(joined.IsCompleted);
        await using (var owner = await DatabaseAsync(Logins.Owner))
            await owner.MigrateAsync(default);

        await joined.WaitAsync(TimeSpan.FromSeconds(10));
        await joining.RefuseMightyLoginsAsync(default);
        await using var db = NotifyDbOptions.Open(joining.Web);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    private Task<Database> DatabaseAsync(string? owner) => Database.PrepareAsync(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:NotifyNl"] = postgres.ConnectionString(Logins.Web, name),
            ["ConnectionStrings:NotifyNlWorker"] = postgres.ConnectionString(Logins.Worker, name),
            ["ConnectionStrings:NotifyNlOwner"] = owner is null ? null : postgres.ConnectionString(owner, name),
        }).Build(),
        new NamedEnvironment("Production"),
        default);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres", "postgres")); // who may end what still holds it
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
