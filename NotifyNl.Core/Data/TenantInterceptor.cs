using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NotifyNl.Services;

namespace NotifyNl.Data;

/// <summary>
/// Tells PostgreSQL on whose behalf a connection works, whenever one is opened; row-level security shows that service's rows and no other.
/// Without a service the setting is emptied, so that a pooled connection never carries the previous one.
/// </summary>
public sealed class TenantInterceptor(CurrentService current) : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Command(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = "select set_config('app.service_id', $1, false), set_config('app.organisation_id', $2, false)";
        foreach (var id in new[] { current.Id, current.OrganisationId })
        {
            var parameter = command.CreateParameter();
            parameter.Value = id?.ToString() ?? "";
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
