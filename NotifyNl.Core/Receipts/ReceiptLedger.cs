using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Usage;
using Npgsql;

namespace NotifyNl.Receipts;

/// <summary>Stores receipts and moves their messages; those that come at the same moment share a commit.</summary>
public sealed class ReceiptLedger([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, GatewayTallies tallies) : SharedCommits<IReadOnlyList<GatewayReceipt>>
{
    // How much a status weighs: a receipt moves a message to a heavier one only. A delivery is the heaviest, whatever was believed before it and comes after it;
    // a message that is in the queue again moves by a delivery alone.
    private static readonly string Sql = $"""
        with came as (select * from unnest($1::text[], $2::uuid[], $3::text[], $4::smallint[], $5::text[], $6::text[]) c(gateway, id, code, status, reason, reference)),
        kept as (
          insert into receipts (gateway, notification_id, code, reference, received_at)
          select came.gateway, n.id, came.code, case when n.id is null then came.reference end, now() from came left join notifications n on n.id = came.id),
        best as (select distinct on (id) id, gateway, status, reason from came where id is not null and status is not null order by id, {Weight("status")} desc),
        old as (
          select n.id, n.status as was, best.gateway, best.status as told, best.reason from best join notifications n on n.id = best.id
          where {Weight("best.status")} > {Weight("n.status")} order by n.id for update of n),
        moved as (
          update notifications n set
            status  = told,
            queued  = false,
            due_at  = null,
            reason  = old.reason,
            gateway = coalesce(n.gateway, old.gateway),
            sent_at = coalesce(n.sent_at, now()),
            done_at = case when told = 10 then null else now() end
          from old where n.id = old.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became, n.gateway, n.sent_at),
        {CountDelta.OfMoved},
        {CallbackOutbox.OfMoved}
        select gateway, date_trunc('minute', sent_at), count(*)::int, (count(*) filter (where sent_at > now() - $7::interval))::int, sum(extract(epoch from now() - sent_at))::float8
        from moved where became >= 20 and was < 20 group by 1, 2
        """;

    /// <summary>Returns when the receipts are committed; then, and not before, a gateway may be told so.</summary>
    public Task StoreAsync(IReadOnlyList<GatewayReceipt> receipts, CancellationToken cancel) => receipts.Count == 0 ? Task.CompletedTask : AddAsync(receipts, cancel);

    protected override int Size(IReadOnlyList<GatewayReceipt> receipts) => receipts.Count;

    protected override Task CommitAsync(List<IReadOnlyList<GatewayReceipt>> group)
    {
        var receipts = group.SelectMany(call => call).ToArray();
        return WorkerDatabase.OutOfDeadlockAsync(() => WriteAsync(receipts));
    }

    private async Task<int> WriteAsync(GatewayReceipt[] receipts)
    {
        await using var command = database.CreateCommand(Sql);
        Add(receipts.Select(r => r.Gateway).ToArray());
        Add(receipts.Select(r => r.NotificationId).ToArray());
        Add(receipts.Select(r => r.Code).ToArray());
        Add(receipts.Select(r => (short?)r.Status).ToArray());
        Add(receipts.Select(r => r.Reason).ToArray());
        Add(receipts.Select(r => r.Reference).ToArray());
        Add(GatewayMinute.InTime);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            tallies.Receipts(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetDouble(4));
        return receipts.Length;

        void Add(object value) => command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    private static string Weight(string status) => $"case when {status} = 20 then 4 when {status} in (2, 11, 24) then 0 when {status} = 10 then 1 when {status} = 22 then 2 else 3 end";
}
