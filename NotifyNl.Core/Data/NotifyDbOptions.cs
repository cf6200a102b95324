using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NotifyNl.Data;

/// <summary>The one way in which a <see cref="NotifyDbContext"/> is set up: in the portal, in tests and for migrations.</summary>
public static class NotifyDbOptions
{
    // Identity reads the version of its schema (3: with passkeys) from the services behind the context; without them it silently falls back to version 1.
    private static readonly ServiceProvider IdentitySchema = new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    public static TBuilder UseNotifyDb<TBuilder>(this TBuilder builder, string connectionString)
        where TBuilder : DbContextOptionsBuilder
    {
        builder.UseNpgsql(connectionString).UseSnakeCaseNamingConvention().UseApplicationServiceProvider(IdentitySchema);
        return builder;
    }

    /// <summary>With what EF and Npgsql have to say: without its services they would not find the program's logs by themselves.</summary>
    public static TBuilder UseNotifyDb<TBuilder>(this TBuilder builder, NpgsqlDataSource database, ILoggerFactory logs)
        where TBuilder : DbContextOptionsBuilder
    {
        builder.UseNpgsql(database).UseSnakeCaseNamingConvention().UseApplicationServiceProvider(IdentitySchema).UseLoggerFactory(logs)
            // A name that is taken is no fault of the program: whoever catches it answers, and what nobody catches is logged where the request ends.
            .ConfigureWarnings(warnings => warnings.Log((CoreEventId.SaveChangesFailed, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug)));
        return builder;
    }

    public static NotifyDbContext Open(string connectionString) =>
        new(new DbContextOptionsBuilder<NotifyDbContext>().UseNotifyDb(connectionString).Options);
}

/// <summary>For <c>./notify migration NAME</c>: the model needs no server.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<NotifyDbContext>
{
    public NotifyDbContext CreateDbContext(string[] args) => NotifyDbOptions.Open("Host=none");
}
