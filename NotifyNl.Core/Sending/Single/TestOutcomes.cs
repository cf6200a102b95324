using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Receipts;
using Npgsql;
using Quartz;

namespace NotifyNl.Sending;

/// <summary>
/// Tells simulated messages what became of them: by the same ledger as real receipts, so that status, counts and callbacks go the same way.
/// </summary>
public sealed class TestOutcomes([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, ReceiptLedger ledger, PersonalDataSeal seal)
{
    private const string DueSql = $"""
        select id, service_id, recipient from notifications
        where due_at <= now() and status = 10 and gateway = '{SimulatedNumbers.GatewayName}' order by id limit 1000
        """;

    /// <returns>How many messages it settled.</returns>
    public async Task<int> SettleDueAsync(CancellationToken cancel)
    {
        var total = 0;
        while (await DueAsync(cancel) is { Count: > 0 } due)
        {
            await ledger.StoreAsync(due, cancel);
            total += due.Count;
        }

        return total;
    }

    private async Task<List<GatewayReceipt>> DueAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(DueSql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var receipts = new List<GatewayReceipt>();
        while (await reader.ReadAsync(cancel))
        {
            var (status, reason) = Outcome(reader.GetGuid(1), reader.GetFieldValue<byte[]>(2));
            receipts.Add(new GatewayReceipt(SimulatedNumbers.GatewayName, reader.GetGuid(0), WireNames.Of(status), status, reason));
        }

        return receipts;
    }

    private (NotificationStatus Status, string? Reason) Outcome(Guid serviceId, byte[] recipient)
    {
        try
        {
            return SimulatedNumbers.Outcome(seal.Open(serviceId, recipient)) ?? (NotificationStatus.TemporaryFailure, "no-receipt");
        }
        catch (CryptographicException)
        {
            return (NotificationStatus.TechnicalFailure, "message-unreadable");
        }
    }
}

/// <summary>Runs it, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class TestOutcomesJob(TestOutcomes outcomes) : IJob
{
    public static readonly JobKey Key = new("test-outcomes", "sending");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await outcomes.SettleDueAsync(cancellationToken);
}
