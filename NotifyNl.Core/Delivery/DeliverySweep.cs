using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Usage;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>Puts right what time has passed by: claims of dead nodes, waits that are over, receipts that never came. Any node may run it, also two at once.</summary>
public sealed class DeliverySweep([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, IOptions<DeliveryOptions> options)
{
    private const int SetSize = 2_000;

    private const string WakeSql = "select pg_notify('notify_work', 'sweep')";

    // What was not begun never left and goes back; what was begun may have left.
    private const string ClaimsSql = $"""
        with gone as (
          delete from claims where attempt in (select attempt from claims where lease_until < now() order by attempt limit 20 for update skip locked)
          returning attempt, notification_ids),
        old as (
          select n.id, n.service_id, n.gateway, n.begun_at, n.status as was from gone cross join lateral unnest(gone.notification_ids) as i(id) join notifications n on n.id = i.id
          where n.attempt = gone.attempt and n.status in (1, 2) order by n.id for update of n),
        kept as (
          insert into attempts (notification_id, begun_at, service_id, gateway, ended_at, outcome, reason)
          select id, begun_at, service_id, gateway, now(), 11, 'node-lost' from old where was = 2 and begun_at is not null and gateway is not null on conflict do nothing),
        moved as (
          update notifications n set
            queued  = was = 1,
            status  = case was when 1 then 0 else 11 end,
            attempt = null,
            reason  = case was when 1 then n.reason else 'node-lost' end,
            sent_at = case was when 1 then n.sent_at else coalesce(n.sent_at, now()) end,
            due_at  = case when was = 1 then null when n.lane = 0 then now() + $2::interval else now() + $1::interval end
          from old where n.id = old.id
          returning n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {CountDelta.OfMoved}
        select count(*) from gone
        """;

    // Deferred: to the queue, unless its number came on the opt-out list while it waited. Unknown: a message that cannot wait is sent once more, any other becomes uncertain.
    private static readonly string DueSql = $"""
        with old as (
          select n.id, n.status as was, gone.opted_out,
                 n.status = 3 and not gone.opted_out or n.status = 11 and n.lane = 0 and n.attempts < 2 as again
          from notifications n
            cross join lateral (select n.status = 3 and exists (select from opt_outs o where o.service_id = n.service_id and o.recipient_key = n.recipient_key) as opted_out) gone
          where n.due_at <= now() and n.status in (3, 11) order by n.id limit {SetSize} for update of n skip locked),
        moved as (
          update notifications n set
            queued  = again,
            status  = case when again then 0 when old.opted_out then 25 else 24 end,
            attempt = null,
            due_at  = null,
            reason  = case when old.opted_out then 'opted-out' when not again then 'uncertain' when was = 11 then 'sent-again' end,
            done_at = case when again then null else now() end
          from old where n.id = old.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {CountDelta.OfMoved},
        {CallbackOutbox.OfMoved}
        select count(*) from moved
        """;

    // No index on the status: the ids tell the time, and a message is at most a horizon older than its sending. The bounds stand in selects of their own:
    // the function is volatile, and would else be asked anew for every message that is stored.
    internal static readonly string SilentSql = $"""
        with old as (
          select n.id from notifications n
          where n.id between (select notify_uuid7(now() - $1::interval - $2::interval - interval '1 day', 0)) and (select notify_uuid7(now() - $1::interval, 0))
            and n.status = 10 and n.sent_at < now() - $1::interval order by n.id limit {SetSize} for update skip locked),
        moved as (
          update notifications n set status = 22, reason = 'no-receipt', done_at = now() from old where n.id = old.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, 10::smallint as was, n.status as became),
        {CountDelta.OfMoved},
        {CallbackOutbox.OfMoved}
        select count(*) from moved
        """;

    private readonly DeliveryOptions options = options.Value;

    /// <summary>Expired claims, deferred messages that are due, unknown ones whose receipt window closed. Every few seconds.</summary>
    /// <returns>How many claims and messages it moved.</returns>
    public async Task<long> SweepAsync(CancellationToken cancel)
    {
        var moved = await DrainAsync(ClaimsSql, cancel, options.ReceiptWindow, options.UrgentReceiptWindow) + await DrainAsync(DueSql, cancel);
        if (moved > 0)
        {
            await using var wake = database.CreateCommand(WakeSql);
            await wake.ExecuteNonQueryAsync(cancel);
        }

        return moved;
    }

    /// <summary>What a gateway took and never spoke of again. Hourly: it reads a day's worth of ids.</summary>
    public Task<long> GiveUpSilentAsync(CancellationToken cancel) => DrainAsync(SilentSql, cancel, options.ReceiptPatience, options.Horizon);

    private async Task<long> DrainAsync(string sql, CancellationToken cancel, params TimeSpan[] times)
    {
        long total = 0, moved;
        do
        {
            moved = await WorkerDatabase.OutOfDeadlockAsync(async () =>
            {
                await using var command = database.CreateCommand(sql);
                foreach (var time in times)
                    command.Parameters.Add(new NpgsqlParameter { Value = time });
                return (long)(await command.ExecuteScalarAsync(cancel))!;
            });
            total += moved;
        }
        while (moved > 0);
        return total;
    }
}
