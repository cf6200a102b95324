using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Usage;

namespace NotifyNl.Sending;

/// <summary>
/// One press sends the uncertain messages of a batch again. A second press at the same moment finds none. It is a new decision, so whichever gateway is well may take them.
/// </summary>
public sealed class BatchResend(NotifyDbContext db, AuditLog audit)
{
    private static readonly string ResendSql = $$"""
        with old as (
          select n.id, n.lane from notifications n join batches b on b.id = n.batch_id
          where n.service_id = {0} and n.batch_id = {1} and n.status = 24 and b.stopped_at is null
            and not exists (select 1 from opt_outs o where o.service_id = n.service_id and o.recipient_key = n.recipient_key)
          order by n.id for update of n),
        moved as (
          update notifications n set status = 0, queued = true, attempt = null, attempts = 0, deferrals = 0, due_at = null, reason = null, done_at = null from old where n.id = old.id
          returning n.service_id, n.batch_id, n.created_at, n.parts, n.lane, 24::smallint as was, n.status as became),
        {{CountDelta.OfMoved}}
        select count(*)::int as "Value" from moved
        """;

    /// <returns>How many went back to the queue: 0 for a batch that was stopped; null where the service has no such batch.</returns>
    public async Task<int?> ResendAsync(Guid serviceId, Guid batchId, Guid userId, CancellationToken cancel)
    {
        if (await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == batchId && b.ServiceId == serviceId, cancel) is not { } batch)
            return null;

        return await WorkerDatabase.OutOfDeadlockAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var resent = (await db.Database.SqlQueryRaw<int>(ResendSql, serviceId, batchId).ToListAsync(cancel)).Single();
            if (resent > 0)
            {
                audit.Add(serviceId, userId, "batch-resent", batchId, batch.Name);
                await db.SaveChangesAsync(cancel);
                await db.Database.ExecuteSqlAsync($"select pg_notify({WorkerDatabase.WorkChannel}, {(short)batch.Lane}::text)", cancel);
            }

            await transaction.CommitAsync(cancel);
            db.ChangeTracker.Clear();
            return (int?)resent;
        });
    }
}
