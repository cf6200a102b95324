using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Delivery.Gateways;

/// <summary>Adds what this node saw to what the others saw, every few seconds and at the stop.</summary>
public sealed class GatewayTallyWriter([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, GatewayTallies tallies, ILogger<GatewayTallyWriter> logger) : BackgroundService
{
    private const string AddSql = """
        insert into gateway_minutes as m (gateway, minute, calls, failed_calls, call_milliseconds, accepted, refused, deferred, unknown, receipts, receipts_in_time, receipt_seconds)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (minute, gateway) do update set
          calls = m.calls + excluded.calls, failed_calls = m.failed_calls + excluded.failed_calls, call_milliseconds = m.call_milliseconds + excluded.call_milliseconds,
          accepted = m.accepted + excluded.accepted, refused = m.refused + excluded.refused, deferred = m.deferred + excluded.deferred, unknown = m.unknown + excluded.unknown,
          receipts = m.receipts + excluded.receipts, receipts_in_time = m.receipts_in_time + excluded.receipts_in_time, receipt_seconds = m.receipt_seconds + excluded.receipt_seconds
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await WriteAsync(CancellationToken.None);
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning("What gateways did in these seconds could not be added up ({Failure})", e.GetType().Name);
            }
        }
    }

    internal async Task WriteAsync(CancellationToken cancel)
    {
        foreach (var ((minute, gateway), c) in tallies.Take().OrderBy(pair => pair.Key.Minute).ThenBy(pair => pair.Key.Gateway, StringComparer.Ordinal))
        {
            await using var command = database.CreateCommand(AddSql);
            foreach (var value in new object[]
            {
                gateway, minute, c.Calls, c.FailedCalls, c.CallMilliseconds, c.Accepted, c.Refused, c.Deferred, c.Unknown, c.Receipts, c.ReceiptsInTime, c.ReceiptSeconds,
            })
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}
