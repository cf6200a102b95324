using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>
/// Moves the shares of gateways by what all nodes saw of them. The pause of a node keeps messages from a dead gateway within a second; this keeps them from one
/// that ails, for as long as it does, and brings them back slowly.
/// </summary>
public sealed class GatewayShares([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, IOptions<GatewaysOptions> options, ILogger<GatewayShares> logger)
{
    // The current minute and the last tell of errors; what was handed over five to fifteen minutes ago tells of slow receipts.
    private const string ReadSql = """
        select g.name, g.share, now() - g.share_changed_at,
               coalesce(sum(m.calls) filter (where m.minute > now() - interval '2 minutes'), 0)::int,
               coalesce(sum(m.failed_calls) filter (where m.minute > now() - interval '2 minutes'), 0)::int,
               coalesce(sum(m.accepted) filter (where m.minute < now() - interval '6 minutes'), 0)::int,
               coalesce(sum(m.receipts_in_time) filter (where m.minute < now() - interval '6 minutes'), 0)::int
        from gateways g left join gateway_minutes m on m.gateway = g.name and m.minute > now() - interval '16 minutes'
        group by g.name, g.share, g.share_changed_at order by g.name
        """;

    private const string MoveSql = "update gateways set share = $2, share_reason = $3, share_changed_at = now() where name = $1 and share = $4";

    private const string ForgetSql = "delete from gateway_minutes where minute < now() - interval '35 days'";

    /// <summary>Every ten seconds, once in the cluster.</summary>
    /// <returns>How many shares it moved.</returns>
    public async Task<int> AdjustAsync(CancellationToken cancel)
    {
        var all = (await ReadAsync(cancel)).Where(g => options.Value.ContainsKey(g.Name)).ToArray();
        var moved = 0;
        foreach (var health in all)
        {
            if (ShareRule.Next(health, all.Where(other => other.Name != health.Name && options.Value[other.Name].Weight > 0)) is not { } next)
                continue;
            await using var command = database.CreateCommand(MoveSql);
            foreach (var value in new object?[] { health.Name, next.Share, next.Reason, health.Share })
                command.Parameters.Add(value is null ? new NpgsqlParameter<string?> { TypedValue = null } : new NpgsqlParameter { Value = value });
            if (await command.ExecuteNonQueryAsync(cancel) == 0)
                continue;
            moved++;
            logger.LogWarning("Gateway {Gateway} now gets {Share} % of its weight; it was {Before} % ({Reason})", health.Name, next.Share, health.Share, next.Reason ?? "well again");
        }

        await using var forget = database.CreateCommand(ForgetSql);
        await forget.ExecuteNonQueryAsync(cancel);
        return moved;
    }

    private async Task<List<GatewayHealth>> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(ReadSql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var all = new List<GatewayHealth>();
        while (await reader.ReadAsync(cancel))
        {
            all.Add(new GatewayHealth(
                reader.GetString(0), reader.GetInt16(1), await reader.IsDBNullAsync(2, cancel) ? null : reader.GetTimeSpan(2),
                reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6)));
        }

        return all;
    }
}
