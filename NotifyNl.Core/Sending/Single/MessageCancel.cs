using Microsoft.EntityFrameworkCore;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Usage;

namespace NotifyNl.Sending;

/// <summary>Takes back a single message that has not left. One that is in a node's hands is taken from them: the node finds so before it calls the gateway.</summary>
public sealed class MessageCancel(NotifyDbContext db)
{
    private static readonly string Sql = $$"""
        with old as (
          select id, status as was from notifications
          where service_id = {0} and id = {1} and key_type is not null and batch_id is null and status in (0, 1, 3) for update),
        moved as (
          update notifications n set status = 26, queued = false, attempt = null, due_at = null, reason = null, done_at = now() from old where n.id = old.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {{CountDelta.OfMoved}},
        {{CallbackOutbox.OfMoved}}
        select count(*)::int as "Value" from moved
        """;

    /// <returns>Null where the service has no such message; false where it left already, or is another's to stop.</returns>
    public async Task<bool?> CancelAsync(Guid serviceId, Guid id, CancellationToken cancel)
    {
        var cancelled = await WorkerDatabase.OutOfDeadlockAsync(async () => (await db.Database.SqlQueryRaw<int>(Sql, serviceId, id).ToListAsync(cancel))[0]);
        if (cancelled == 1)
            return true;
        return await db.Notifications.AnyAsync(n => n.Id == id && n.ServiceId == serviceId, cancel) ? false : null;
    }
}
