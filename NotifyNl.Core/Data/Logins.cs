using Npgsql;

namespace NotifyNl.Data;

/// <summary>The three logins (docs/adr/0003): who may change tables, who serves pages, who moves messages. Their rights on tables are the migrations' work.</summary>
public static class Logins
{
    public const string Owner = "notify_owner";
    public const string Web = "notify_web";
    public const string Worker = "notify_worker";
    public const string Database = "notify_nl";

    /// <summary>Makes or mends the logins; run by a superuser, as often as one likes. In production each gets a password as well.</summary>
    public const string Sql = """
        do $$
        declare login text;
        begin
          foreach login in array array['notify_owner', 'notify_web', 'notify_worker'] loop
            if not exists (select from pg_roles where rolname = login) then
              execute format('create role %I', login);
            end if;
            execute format('alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', login);
          end loop;
        end $$;
        """;

    /// <summary>Makes the database; not inside a transaction, and only when it is not there.</summary>
    public const string DatabaseSql = "create database notify_nl owner notify_owner template template0 encoding 'UTF8' locale 'C.UTF-8';";

    /// <summary>Closes the database for every other login. The worker copies rows by way of temporary tables.</summary>
    public const string AccessSql = """
        revoke all on database notify_nl from public;
        grant connect on database notify_nl to notify_web;
        grant connect, temporary on database notify_nl to notify_worker;
        """;

    internal static async Task EnsureAsync(string superuser, bool ownerMayCreateDatabases, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync(cancel);
        await ExecuteAsync(Sql);
        if (ownerMayCreateDatabases)
            await ExecuteAsync("alter role notify_owner createdb");
        await using (var exists = new NpgsqlCommand("select exists (select from pg_database where datname = 'notify_nl')", connection))
        {
            if (!(bool)(await exists.ExecuteScalarAsync(cancel))!)
                await ExecuteAsync(DatabaseSql);
        }

        await ExecuteAsync(AccessSql);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}
