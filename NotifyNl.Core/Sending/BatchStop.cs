using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Usage;

namespace NotifyNl.Sending;

/// <summary>The red button: what is not yet with the gateway is cancelled at once.</summary>
public sealed class BatchStop(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    private const string CancelSql = $"""
        with old as (
          select n.id, n.status as was from notifications n where n.batch_id = @batch and n.service_id = @service and n.status in (0, 1, 3) order by n.id for update),
        moved as (
          update notifications n set status = 26, queued = false, attempt = null, due_at = null, reason = null, done_at = now() from old where n.id = old.id
          returning n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {CountDelta.OfMoved}
        select count(*)::int as "Value" from moved
        """;

    /// <returns>How many messages were on their way to the gateway and could not be held back.</returns>
    public async Task<int> StopAsync(Guid serviceId, Guid batchId, Guid userId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // First the batch: a copy under way holds its row, and after this none begins.
        var stopped = await db.Batches.Where(b => b.Id == batchId && b.ServiceId == serviceId && b.StoppedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.StoppedAt, clock.GetUtcNow()), cancel);
        await db.Database.SqlQueryRaw<int>(CancelSql, new Npgsql.NpgsqlParameter("batch", batchId), new Npgsql.NpgsqlParameter("service", serviceId)).ToListAsync(cancel);
        if (stopped > 0)
            audit.Add(serviceId, userId, "batch-stopped", batchId);
        await db.SaveChangesAsync(cancel);
        var inFlight = await db.Notifications.CountAsync(n => n.BatchId == batchId && n.ServiceId == serviceId && n.Status == Delivery.NotificationStatus.Submitting, cancel);
        await transaction.CommitAsync(cancel);
        return inFlight;
    }
}
