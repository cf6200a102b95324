using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Usage;
using Npgsql;

namespace NotifyNl.Sending;

/// <summary>Makes the messages of a pressed batch: one statement, so all of them or none, and once whoever comes second.</summary>
public sealed class BatchCopy([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database)
{
    private const string DueSql =
        "select id from batches where copied_at is null and stopped_at is null and scheduled_for <= now() order by scheduled_for, id limit 100";

    // The rows are sealed already, under the same service: they move as they are. Ids follow the list, so that it leaves in its own order.
    // Of a template that hides after sending the values move out of the list: a message is the only place that has them, until it has left.
    // Who came on the opt-out list after the check becomes a message that is not sent (status 25), so that the batch still counts to its whole.
    private const string CopySql = $"""
        with batch as (
          update batches set copied_at = now() where id = $1 and copied_at is null and stopped_at is null and scheduled_for <= now()
          returning id, service_id, pinned_template_id, lane),
        made as (
          insert into notifications (id, service_id, batch_id, row_number, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts, reason, done_at)
          select notify_uuid7(now(), r.row_number), b.service_id, b.id, r.row_number, b.pinned_template_id, b.lane,
                 r.recipient, r.recipient_key, r.personalisation, r.parts, now(),
                 case when o.since is null then 0 else 25 end, o.since is null, 0, case when o.since is not null then 'opted-out' end, case when o.since is not null then now() end
          from batch b join upload_rows r on r.upload_id = b.id
            left join opt_outs o on o.service_id = b.service_id and o.recipient_key = r.recipient_key
          where r.sendable
          order by r.row_number
          returning id, service_id, batch_id, created_at, parts, status),
        hidden as (
          update upload_rows r set personalisation = null, cells = '' from batch b
          where b.pinned_template_id = any({HiddenTexts.Pins}) and r.upload_id = b.id and r.sendable),
        {CountDelta.OfMade},
        {CallbackOutbox.OfMade}
        select (select count(*) from made), (select pg_notify('notify_work', lane::text) from batch)
        """;

    // A hundred thousand rows are sorted and counted in memory; the usual 4 MB would send them past the disk.
    private const string MemorySql = "set local work_mem = '64MB'";

    /// <summary>Copies every batch whose moment has come.</summary>
    /// <returns>How many messages it made.</returns>
    public async Task<long> CopyDueAsync(CancellationToken cancel)
    {
        var messages = 0L;
        foreach (var batch in await DueAsync(cancel))
            messages += await CopyAsync(batch, cancel);
        return messages;
    }

    /// <returns>How many messages it made: 0 when another was first, or the batch was stopped, or its moment has not come.</returns>
    /// <remarks>100,000 rows: about 1 second, most of it the four indexes and the log.</remarks>
    public async Task<long> CopyAsync(Guid batchId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var memory = new NpgsqlCommand(MemorySql, connection, transaction))
            await memory.ExecuteNonQueryAsync(cancel);
        await using var command = new NpgsqlCommand(CopySql, connection, transaction) { CommandTimeout = 300 };
        command.Parameters.Add(new NpgsqlParameter { Value = batchId });
        var made = (long)(await command.ExecuteScalarAsync(cancel))!;
        await transaction.CommitAsync(cancel);
        return made;
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(DueSql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var due = new List<Guid>();
        while (await reader.ReadAsync(cancel))
            due.Add(reader.GetGuid(0));
        return due;
    }
}
