using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;
using NotifyNl.Data;
using NotifyNl.Usage;

namespace NotifyNl.Receipts;

/// <summary>
/// Stores receipts and moves the messages they tell of, in one commit, before any of them is answered. Receipts that wait together share a commit;
/// there is no timer: what is there is taken (a linger of 2 ms halved the rate).
/// </summary>
public sealed class ReceiptLedger([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database) : BackgroundService
{
    private const int InACommit = 500;

    // A message on its way takes any news; delivered is the last word; a failure gives way to a delivery only; accepted settles what was unknown.
    private const string ApplySql = $"""
        with told as (
          select * from unnest($1::text[], $2::uuid[], $3::text[], $4::smallint[], $5::text[]) with ordinality t(gateway, id, code, status, reason, place)),
        kept as (
          insert into receipts (gateway, notification_id, code, received_at) select gateway, id, code, now() from told order by place),
        best as (
          select distinct on (id) id, status, reason, gateway from told where id is not null and status is not null
          order by id, case status when 20 then 3 when 10 then 1 else 2 end desc, place),
        old as (
          select n.id, n.status as was, best.status as told, best.reason, best.gateway from best join notifications n on n.id = best.id
          where case best.status
            when 20 then n.status <> 20
            when 10 then n.status in (2, 11, 24)
            else n.status in (0, 1, 2, 3, 10, 11, 24, 26) end
          order by n.id for update of n),
        moved as (
          update notifications n set
            status  = told,
            reason  = old.reason,
            gateway = coalesce(n.gateway, old.gateway),
            queued  = false,
            due_at  = null,
            done_at = case when told = 10 then null else now() end
          from old where n.id = old.id
          returning n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {CountDelta.OfMoved}
        select count(*) from moved
        """;

    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(5_000) { SingleReader = true });

    /// <summary>Returns when the receipts are committed.</summary>
    /// <exception cref="NpgsqlException">They could not be stored: the gateway is to send them again.</exception>
    public async Task StoreAsync(IReadOnlyList<GatewayReceipt> receipts, CancellationToken cancel)
    {
        var item = new Waiting(receipts, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await waiting.Writer.WriteAsync(item, cancel);
        await item.Stored.Task.WaitAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>();
        while (await WaitAsync(stoppingToken))
        {
            var receipts = new List<GatewayReceipt>();
            while (receipts.Count < InACommit && waiting.Reader.TryRead(out var item))
            {
                group.Add(item);
                receipts.AddRange(item.Receipts);
            }

            try
            {
                await ApplyAsync(receipts);
                group.ForEach(item => item.Stored.SetResult());
            }
            catch (Exception e)
            {
                group.ForEach(item => item.Stored.TrySetException(e));
            }

            group.Clear();
        }
    }

    // What was taken in before a stop is still stored.
    private async Task<bool> WaitAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await waiting.Reader.WaitToReadAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return waiting.Reader.TryPeek(out _);
        }
    }

    private Task<long> ApplyAsync(List<GatewayReceipt> receipts) => WorkerDatabase.OutOfDeadlockAsync(async () =>
    {
        await using var command = database.CreateCommand(ApplySql);
        command.Parameters.Add(new() { Value = receipts.ConvertAll(r => r.Gateway), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = receipts.ConvertAll(r => r.NotificationId), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = receipts.ConvertAll(r => r.Code), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = receipts.ConvertAll(r => (short?)r.Status), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { Value = receipts.ConvertAll(r => r.Reason), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return (long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
    });

    private sealed record Waiting(IReadOnlyList<GatewayReceipt> Receipts, TaskCompletionSource Stored);
}
