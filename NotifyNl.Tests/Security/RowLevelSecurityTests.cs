using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Services;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Security;

/// <summary>S2: the second lock. A query that forgets its service finds nothing of another.</summary>
public sealed class RowLevelSecurityTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task S2_WithoutAService_EveryTableOfAServiceIsEmpty()
    {
        var given = await Given.AsyncIn(postgres);
        await given.QueuedBatchAsync(3);
        await using var connection = new NpgsqlConnection(postgres.Web);
        await connection.OpenAsync();
        var tables = await TablesAsync("select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relrowsecurity and has_table_privilege('notify_web', oid, 'select') order by 1");
        Assert.Contains("notifications", tables);
        foreach (var table in tables)
            Assert.Equal(0L, await ScalarAsync<long>(connection, $"select count(*) from {table}"));
        Assert.Equal(3L, await postgres.ReadAsync<long>("select count(*) from notifications where service_id = $1", given.ServiceId));
    }

    [Fact]
    public async Task S2_EveryTableThatNamesAService_IsLocked_OrSaysWhyNot()
    {
        // Who is where must be known before the service is: these are read by user, or by gateway and machine, and hold no message.
        string[] open = ["members"];
        var unlocked = await TablesAsync(
            """
            select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'service_id' and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)
              and has_table_privilege('notify_web', c.oid, 'select, insert, update, delete') order by 1
            """);
        Assert.Equal(open, unlocked.Where(t => t != "invitations").ToArray());
    }

    [Fact]
    public async Task S2_AnotherServicesRows_AreNeitherReadNorWritten()
    {
        var (mine, theirs) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        await theirs.QueuedBatchAsync(2);
        await using var db = postgres.OpenWeb(mine.ServiceId);
        Assert.Empty(await db.Notifications.Where(n => n.ServiceId == theirs.ServiceId).ToListAsync());
        Assert.Equal(0, await db.Templates.Where(t => t.ServiceId == theirs.ServiceId).ExecuteUpdateAsync(t => t.SetProperty(x => x.Name, "gekaapt")));
        db.Add(new SmsSender { Id = Guid.CreateVersion7(), ServiceId = theirs.ServiceId, Name = "Gekaapt" });
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
        Assert.Single(await db.Templates.ToListAsync());
    }

    [Fact]
    public async Task S2_APooledConnection_NeverCarriesThePreviousService()
    {
        var given = await Given.AsyncIn(postgres);
        // A pool of one: the second context gets the connection of the first.
        var one = new NpgsqlConnectionStringBuilder(postgres.Web) { MaxPoolSize = 1, ApplicationName = "pool of one" }.ConnectionString;
        var current = new CurrentService();
        current.Enter(given.ServiceId);
        await using (var db = Open(one, current))
            Assert.Single(await db.Templates.ToListAsync());
        await using (var db = Open(one, new CurrentService()))
            Assert.Empty(await db.Templates.ToListAsync());
        // Also where no interceptor sets anything.
        await using var bare = new NpgsqlConnection(one);
        await bare.OpenAsync();
        Assert.Equal("", await ScalarAsync<string>(bare, "select coalesce(current_setting('app.service_id', true), '')"));

        static NotifyDbContext Open(string connection, CurrentService service) =>
            new(new DbContextOptionsBuilder<NotifyDbContext>().UseNotifyDb(connection).AddInterceptors(new TenantInterceptor(service)).Options);
    }

    [Fact]
    public async Task AnOrganisation_ReadsItsOwnCountersAndLines_AndNoMessage()
    {
        var (mine, theirs) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        await mine.QueuedBatchAsync(2);
        await theirs.QueuedBatchAsync(5);
        var current = new CurrentService();
        current.EnterOrganisation(await postgres.ReadAsync<Guid>("select organisation_id from services where id = $1", mine.ServiceId));
        await using var db = new NotifyDbContext(new DbContextOptionsBuilder<NotifyDbContext>().UseNotifyDb(postgres.Web).AddInterceptors(new TenantInterceptor(current)).Options);
        Assert.Equal(2, await db.MessageCounts.SumAsync(c => c.Messages));
        Assert.False(await db.Notifications.AnyAsync());
        Assert.False(await db.Templates.AnyAsync());
    }

    [Fact]
    public async Task TheRunningLogins_RuleNothing()
    {
        await Program(postgres.Web, postgres.Worker);
        foreach (var (web, worker) in new[] { (postgres.Owner, postgres.Worker), (postgres.Superuser, postgres.Worker), (postgres.Web, postgres.Owner) })
            Assert.Contains("superuser", (await Assert.ThrowsAsync<InvalidOperationException>(() => Program(web, worker))).Message, StringComparison.Ordinal);
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from pg_roles where rolname in ('notify_web', 'notify_worker') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)"));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from pg_class where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) in ('notify_web', 'notify_worker')"));

        async Task Program(string web, string worker)
        {
            await using var database = await Database.PrepareAsync(
                new Microsoft.Extensions.Configuration.ConfigurationManager { ["ConnectionStrings:NotifyNl"] = web, ["ConnectionStrings:NotifyNlOwner"] = postgres.Owner, ["ConnectionStrings:NotifyNlWorker"] = worker },
                new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Development" }, default);
            await database.RefuseMightyLoginsAsync(default);
        }
    }

    [Fact]
    public async Task TheWorker_ReadsNoAccount()
    {
        foreach (var table in await TablesAsync("select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and (relname like 'user%' or relname in ('members', 'data_protection_keys', 'organisation_admins'))"))
            Assert.False(await postgres.ReadAsync<bool>("select has_table_privilege('notify_worker', $1, 'select')", table), table);
    }

    private async Task<List<string>> TablesAsync(string sql)
    {
        await using var db = postgres.Open();
        return await db.Database.SqlQueryRaw<string>(sql.Replace("::text", "::text as \"Value\"", StringComparison.Ordinal)).ToListAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
