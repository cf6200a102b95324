using System.Diagnostics;
using System.Globalization;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Tests.Data;

public sealed class PrivatePostgresTests : IDisposable
{
    private static readonly PrivatePostgresOptions Small = new() { Durable = false, ThrowAway = true, SharedBuffersMegabytes = 16, MaxConnections = 20 };

    // Mode 0700 and, for root, out of reach of the account that the server runs as.
    private readonly string folder = Directory.CreateTempSubdirectory("notify-nl-test-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Start_InClosedFolder_GivesThreeLoginsWithoutPower()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Path.Combine(folder, "data"), Small, Cancel);

        foreach (var login in new[] { Logins.Owner, Logins.Web, Logins.Worker })
        {
            Assert.Equal("", await ReadAsync(
                postgres,
                login,
                "select concat_ws(',', case when rolsuper then 'super' end, case when rolbypassrls then 'bypass' end, case when rolcreaterole then 'roles' end, case when rolcreatedb then 'databases' end) from pg_roles where rolname = current_user"));
        }

        Assert.Equal(Logins.Owner, await ReadAsync(postgres, Logins.Owner, "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"));
        Assert.Equal("UTF8 C.UTF-8", await ReadAsync(postgres, Logins.Web, "select pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = current_database()"));
    }

    [Fact]
    public async Task Start_NoPort_OnlyAClosedSocketFolder()
    {
        await using var postgres = await PrivatePostgres.StartAsync(folder, Small, Cancel);

        Assert.Equal("", await ReadAsync(postgres, Logins.Web, "show listen_addresses"));
        var socket = new NpgsqlConnectionStringBuilder(postgres.ConnectionString(Logins.Web)).Host!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(socket).UnixFileMode);
    }

    [Fact]
    public async Task Start_SecondTime_KeepsTheData()
    {
        var keep = Small with { ThrowAway = false };
        await using (var first = await PrivatePostgres.StartAsync(folder, keep, Cancel))
            await ReadAsync(first, Logins.Owner, "create table kept (word text); insert into kept values ('bewaard'); select 'ok'");

        await using var second = await PrivatePostgres.StartAsync(folder, Small, Cancel);
        Assert.Equal("bewaard", await ReadAsync(second, Logins.Owner, "select word from kept"));
    }

    [Fact]
    public async Task Start_TwoAtOnce_OneStartsAndTheOtherJoins()
    {
        var both = await Task.WhenAll(
            PrivatePostgres.StartAsync(folder, Small, Cancel),
            PrivatePostgres.StartAsync(folder, Small, Cancel));

        var starter = Assert.Single(both, p => p.StartedHere);
        var guest = Assert.Single(both, p => !p.StartedHere);
        await guest.DisposeAsync();
        Assert.Equal("1", await ReadAsync(starter, Logins.Web, "select '1'"));
        await starter.DisposeAsync();
    }

    [Fact]
    public async Task Start_AfterTheServerWasKilled_ComesUpAgain()
    {
        var postgres = await PrivatePostgres.StartAsync(folder, Small with { ThrowAway = false, Durable = true }, Cancel);
        await ReadAsync(postgres, Logins.Owner, "create table kept (word text); select 'ok'");
        using (var server = Process.GetProcessById(await ServerPidAsync(postgres)))
            server.Kill();

        await using var again = await PrivatePostgres.StartAsync(folder, Small, Cancel);
        Assert.True(again.StartedHere);
        Assert.Equal("0", await ReadAsync(again, Logins.Owner, "select count(*)::text from kept"));
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Stop_LeavesNoServerAndNoCluster()
    {
        var postgres = await PrivatePostgres.StartAsync(folder, Small, Cancel);
        var pid = await ServerPidAsync(postgres);
        var home = Path.GetDirectoryName(new NpgsqlConnectionStringBuilder(postgres.ConnectionString(Logins.Web)).Host!)!;
        Assert.True(Directory.Exists(home));

        await postgres.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid));
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public async Task Start_DataOfAnotherVersion_SaysWhichToInstall()
    {
        await using (await PrivatePostgres.StartAsync(folder, Small with { ThrowAway = false }, Cancel))
        {
        }

        var home = await ClusterHome.OpenAsync(folder, Cancel);
        await File.WriteAllTextAsync(Path.Combine(home.Data, "PG_VERSION"), "9\n", Cancel);

        var refused = await Assert.ThrowsAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(folder, Small, Cancel));
        Assert.Contains("zijn van PostgreSQL 9 en op deze machine staat versie", refused.Message, StringComparison.Ordinal);
        Directory.Delete(home.Folder, recursive: true);
    }

    [Fact]
    public async Task Start_DataThatMovedOutOfReach_IsRefusedAndNotReplaced()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Only root starts the server under another account.");
        var data = Directory.CreateDirectory(Path.Combine(folder, "postgres", "data"));

        var refused = await Assert.ThrowsAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(folder, Small, Cancel));

        Assert.Contains(Path.Combine(folder, "postgres"), refused.Message, StringComparison.Ordinal);
        Assert.True(data.Exists);
    }

    [Fact]
    public void Choose_NothingInstalled_SaysHowToGetIt()
    {
        var refused = Assert.Throws<PrivatePostgresException>(() => PostgresBinaries.Choose([], null, folder));
        Assert.Contains("apt-get install postgresql", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_OnlyVersion14_IsNothingForANewCluster() =>
        Assert.Throws<PrivatePostgresException>(() => PostgresBinaries.Choose([new PostgresBinaries("/usr/lib/postgresql/14/bin", 14)], null, folder));

    [Fact]
    public void Choose_OldClusterAndTwoVersions_TakesTheOneThatFits() =>
        Assert.Equal(15, PostgresBinaries.Choose([new PostgresBinaries("/new", 17), new PostgresBinaries("/old", 15)], 15, folder).Major);

    [Fact]
    public async Task Start_DataFolderIsAFile_SaysWhichFolder()
    {
        var file = Path.Combine(folder, "bestand");
        await File.WriteAllTextAsync(file, "", Cancel);

        var refused = await Assert.ThrowsAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(file, Small, Cancel));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<int> ServerPidAsync(PrivatePostgres postgres)
    {
        // The first line of postmaster.pid, by way of the server: its folder is closed to ordinary accounts.
        var line = await ReadAsync(postgres, "postgres", "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");
        return int.Parse(line, CultureInfo.InvariantCulture);
    }

    private static async Task<string> ReadAsync(PrivatePostgres postgres, string login, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString(login) + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
