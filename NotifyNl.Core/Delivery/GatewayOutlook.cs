using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>How the gateways do, as all nodes together saw it. Looked at once in five seconds, however many pages ask.</summary>
public sealed class GatewayOutlook([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private const string Sql = """
        select g.name, g.share, g.share_reason, g.paused_at,
               coalesce(sum(m.calls) filter (where m.minute > now() - interval '2 minutes'), 0)::int,
               coalesce(sum(m.failed_calls) filter (where m.minute > now() - interval '2 minutes'), 0)::int,
               coalesce(sum(m.calls), 0)::int, coalesce(sum(m.failed_calls), 0)::int, coalesce(sum(m.call_milliseconds), 0)::bigint,
               coalesce(sum(m.accepted), 0)::int, coalesce(sum(m.refused), 0)::int, coalesce(sum(m.deferred), 0)::int, coalesce(sum(m.unknown), 0)::int,
               coalesce(sum(m.receipts), 0)::int, coalesce(sum(m.receipts_in_time), 0)::int, coalesce(sum(m.receipt_seconds), 0)::bigint,
               exists (select from gateway_minutes d where d.gateway = g.name and d.minute > now() - interval '1 day' and d.calls > 0)
        from gateways g left join gateway_minutes m on m.gateway = g.name and m.minute > now() - interval '1 hour'
        group by g.name order by g.name
        """;

    private IReadOnlyList<GatewayFigures> last = [];
    private long? read;

    /// <summary>The last hour of each.</summary>
    public async Task<IReadOnlyList<GatewayFigures>> ReadAsync(CancellationToken cancel)
    {
        if (read is not { } at || clock.GetElapsedTime(at) >= Fresh)
        {
            read = clock.GetTimestamp(); // whoever asks meanwhile sees what was known before
            last = await QueryAsync(cancel);
        }

        return last;
    }

    /// <summary>Whether no gateway that is in use takes messages now: what a sender must know.</summary>
    public async Task<bool> IsOutageAsync(CancellationToken cancel)
    {
        var inUse = (await ReadAsync(cancel)).Where(g => g.IsInUse).ToArray();
        return inUse.Length > 0 && Array.TrueForAll(inUse, g => g.IsOut);
    }

    /// <summary>After a change by hand, the next look is a new one.</summary>
    public void Forget() => read = null;

    private async Task<List<GatewayFigures>> QueryAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var all = new List<GatewayFigures>();
        while (await reader.ReadAsync(cancel))
        {
            all.Add(new GatewayFigures(reader.GetString(0))
            {
                Share = reader.GetInt16(1),
                ShareReason = await reader.IsDBNullAsync(2, cancel) ? null : reader.GetString(2),
                PausedAt = await reader.IsDBNullAsync(3, cancel) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(3, cancel),
                RecentCalls = reader.GetInt32(4),
                RecentFailures = reader.GetInt32(5),
                Calls = reader.GetInt32(6),
                Failures = reader.GetInt32(7),
                CallMilliseconds = reader.GetInt64(8),
                Accepted = reader.GetInt32(9),
                Refused = reader.GetInt32(10),
                Deferred = reader.GetInt32(11),
                Unknown = reader.GetInt32(12),
                Receipts = reader.GetInt32(13),
                ReceiptsInTime = reader.GetInt32(14),
                ReceiptSeconds = reader.GetInt64(15),
                IsInUse = reader.GetBoolean(16),
            });
        }

        return all;
    }
}
