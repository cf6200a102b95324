using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Usage;

namespace NotifyNl.Sending;

/// <summary>Sends the uncertain messages of a batch again: a person decides, because some citizens may then get it twice.</summary>
public sealed class BatchResend(NotifyDbContext db, AuditLog audit)
{
    private const string QueueSql = $"""
        with old as (
          select n.id, n.status as was from notifications n where n.batch_id = @batch and n.service_id = @service and n.status = 24 order by n.id for update),
        moved as (
          update notifications n set status = 0, queued = true, attempt = null, due_at = null, reason = 'sent-again', done_at = null from old where n.id = old.id
          returning n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {CountDelta.OfMoved}
        select count(*)::int as "Value" from moved
        """;

    /// <returns>How many messages went back to the queue.</returns>
    public async Task<int> ResendAsync(Guid serviceId, Guid batchId, Guid userId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var queued = (await db.Database.SqlQueryRaw<int>(QueueSql, new Npgsql.NpgsqlParameter("batch", batchId), new Npgsql.NpgsqlParameter("service", serviceId)).ToListAsync(cancel))[0];
        if (queued > 0)
            audit.Add(serviceId, userId, "uncertain-resent", batchId);
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_notify('notify_work', 'resent')", cancel);
        await transaction.CommitAsync(cancel);
        return queued;
    }
}
