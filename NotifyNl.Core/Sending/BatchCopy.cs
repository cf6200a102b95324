using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NotifyNl.Data;
using NotifyNl.Usage;

namespace NotifyNl.Sending;

/// <summary>
/// Makes the messages of a pressed batch: one statement in the database copies the checked, sealed rows. It marks the batch by a compare-and-set,
/// so that two workers, a kill half-way and a second press still give each row once: 0 rows or all.
/// </summary>
public sealed class BatchCopy([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database)
{
    private const string CopySql = $"""
        with batch as (
          update batches set copied_at = now() where id = $1 and copied_at is null and stopped_at is null and scheduled_for <= now()
          returning id, service_id, pinned_template_id, lane),
        made as (
          insert into notifications (id, service_id, batch_id, row_number, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts)
          select notify_uuid7(now(), (row_number() over (order by r.row_number))::int), b.service_id, b.id, r.row_number, b.pinned_template_id, b.lane,
                 r.recipient, r.recipient_key, r.personalisation, r.parts, now(), 0, true, 0
          from batch b join upload_rows r on r.upload_id = b.id and r.service_id = b.service_id where r.sendable
          returning service_id, batch_id, created_at, parts, status),
        {CountDelta.OfMade}
        select count(*) from made
        """;

    /// <summary>Copies every batch whose moment has come; looks for all that is due, so that a lost wake-up costs seconds and no batch.</summary>
    /// <returns>How many messages were made.</returns>
    public async Task<long> CopyDueAsync(CancellationToken cancel)
    {
        long made = 0;
        foreach (var id in await DueAsync(cancel))
            made += await CopyAsync(id, cancel);
        return made;
    }

    /// <returns>How many messages were made; 0 where another worker was first or a person stopped it.</returns>
    public async Task<long> CopyAsync(Guid batchId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // 100,000 rows take seconds on a slow disk; the default of 30 is for statements of a page.
        await using var copy = new NpgsqlCommand(CopySql, connection, transaction) { CommandTimeout = 300 };
        copy.Parameters.Add(new NpgsqlParameter { Value = batchId });
        var made = (long)(await copy.ExecuteScalarAsync(cancel))!;
        if (made > 0)
        {
            await using var wake = new NpgsqlCommand($"select pg_notify('{WorkerDatabase.WorkChannel}', 'copied')", connection, transaction);
            await wake.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return made;
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancel)
    {
        await using var due = database.CreateCommand("select id from batches where copied_at is null and stopped_at is null and scheduled_for <= now() order by scheduled_for limit 100");
        await using var reader = await due.ExecuteReaderAsync(cancel);
        var found = new List<Guid>();
        while (await reader.ReadAsync(cancel))
            found.Add(reader.GetGuid(0));
        return found;
    }
}
