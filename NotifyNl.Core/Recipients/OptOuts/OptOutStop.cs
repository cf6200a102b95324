using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Usage;
using Npgsql;

namespace NotifyNl.Recipients;

/// <summary>
/// Takes back what still waits for numbers that just came on the opt-out list. At that moment and not at the claim, which a look at the list would slow down for
/// everybody. A message in a node's hands is taken from them: the node finds so before it calls the gateway.
/// </summary>
internal static class OptOutStop
{
    // What waits is no older than the horizon of retries; a planned message lies further back.
    private static readonly TimeSpan Back = TimeSpan.FromDays(14);

    private static readonly string Sql = $"""
        with old as (
          select id, status as was from notifications
          where service_id = $1 and created_hour = any($2) and recipient_key = any($3) and status in (0, 1, 3) order by id for update),
        moved as (
          update notifications n set status = 25, queued = false, attempt = null, due_at = null, reason = 'opted-out', done_at = now() from old where n.id = old.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {CountDelta.OfMoved},
        {CallbackOutbox.OfMoved}
        select count(*) from moved
        """;

    /// <summary>After the commit that put them on the list: what is made from then on is compared with it, so that nothing slips between.</summary>
    /// <param name="open">A connection on which the service may be seen, in a transaction of its own.</param>
    /// <returns>How many messages will not go out.</returns>
    public static async Task<long> RunAsync(NpgsqlConnection open, Guid serviceId, Guid[] keys, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, open);
        foreach (var value in new object[] { serviceId, Notification.HoursBack(now, Back), keys })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
