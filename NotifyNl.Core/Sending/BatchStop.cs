using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Usage;

namespace NotifyNl.Sending;

/// <summary>The red button: what is not yet at the gateway is cancelled at once.</summary>
public sealed class BatchStop(NotifyDbContext db, AuditLog audit)
{
    // Claimed messages are cancelled too: their node finds that they are no longer its own before it calls the gateway.
    private static readonly string CancelSql = $$"""
        with old as (
          select id, status as was from notifications
          where service_id = {0} and batch_id = {1} and status in (0, 1, 3) order by id for update),
        moved as (
          update notifications n set status = 26, queued = false, attempt = null, due_at = null, reason = null, done_at = now() from old where n.id = old.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {{CountDelta.OfMoved}},
        {{CallbackOutbox.OfMoved}}
        select count(*)::int as "Value" from moved
        """;

    /// <returns>How many messages were on their way to the gateway at that moment; null where the service has no such batch.</returns>
    public async Task<int?> StopAsync(Guid serviceId, Guid batchId, Guid userId, CancellationToken cancel)
    {
        if (await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == batchId && b.ServiceId == serviceId, cancel) is not { } batch)
            return null;

        return await WorkerDatabase.OutOfDeadlockAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);

            // Waits for a copy that is under way, so that its messages are seen by what follows; a later copy finds the batch stopped.
            var first = await db.Batches.Where(b => b.Id == batchId && b.ServiceId == serviceId && b.StoppedAt == null)
                .ExecuteUpdateAsync(b => b.SetProperty(x => x.StoppedAt, _ => DateTimeOffset.UtcNow), cancel) == 1;
            await db.Database.SqlQueryRaw<int>(CancelSql, serviceId, batchId).ToListAsync(cancel);
            var inFlight = await db.MessageCounts
                .Where(c => c.ServiceId == serviceId && c.BatchId == batchId && c.Status == NotificationStatus.Submitting)
                .SumAsync(c => c.Messages, cancel);
            if (first)
                audit.Add(serviceId, userId, "batch-stopped", batchId, batch.Name);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            db.ChangeTracker.Clear();
            return (int?)inFlight;
        });
    }
}
