using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using Npgsql;
using NpgsqlTypes;

namespace NotifyNl.Retention;

/// <summary>
/// Removes what has been kept long enough for its service: messages with their numbers, values and receipts, lists and received texts. Counts, batches, templates and
/// the logboek stay. Small steps, each its own commit, so that nothing that sends waits for it; whatever breaks off is taken up by the next night.
/// </summary>
public sealed class Forgetting([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database)
{
    private const int StepSize = 5_000;

    // By id, which tells the time, from old to new: no index of its own on the busiest table. What is not final after its retention is older than any horizon.
    // The bound stands in a select of its own: asked for each row, the volatile function could not end the walk.
    internal const string MessagesSql = """
        with step as (
          select id, service_id, created_at, status from notifications
          where id > $1 and id < (select notify_uuid7(now() - interval '3 days', 0)) order by id limit $2),
        gone as (
          delete from notifications n using step, services s
          where n.id = step.id and s.id = step.service_id and n.created_at < now() - make_interval(days => s.retention_days)
            and (n.status >= 20 or n.created_at < now() - make_interval(days => s.retention_days + 7))
          returning n.id),
        answers as (delete from receipts r using gone where r.notification_id = gone.id)
        select (select id from step order by id desc limit 1), (select count(*) from gone)
        """;

    // A list that was not sent goes whole; of one that was sent the rows go and what was found about it as a whole stays beside its batch.
    private const string RowsSql = """
        with due as (
          select u.id from uploads u join services s on s.id = u.service_id left join batches b on b.id = u.id
          where greatest(u.created_at, b.scheduled_for) < now() - make_interval(days => s.retention_days)
            and (b.id is null or b.copied_at is not null or b.stopped_at is not null)
            and exists (select from upload_rows r where r.upload_id = u.id)
          order by u.id limit 5),
        gone as (
          delete from upload_rows r using (select upload_id, row_number from upload_rows where upload_id in (select id from due) limit $1) step
          where r.upload_id = step.upload_id and r.row_number = step.row_number returning 1)
        select count(*) from gone
        """;

    private const string ListsSql = """
        with gone as (
          delete from uploads u using services s
          where s.id = u.service_id and u.created_at < now() - make_interval(days => s.retention_days)
            and not exists (select from batches b where b.id = u.id) and not exists (select from upload_rows r where r.upload_id = u.id)
          returning 1)
        select count(*) from gone
        """;

    // A source system's own name for a list can name a person.
    private const string ReferencesSql = """
        with gone as (
          update uploads u set reference = null, reference_key = null from services s
          where s.id = u.service_id and u.reference is not null and u.created_at < now() - make_interval(days => s.retention_days)
            and not exists (select from upload_rows r where r.upload_id = u.id)
          returning 1)
        select count(*) from gone
        """;

    private const string InboundSql = """
        with gone as (
          delete from inbound_texts where ctid = any(array(
            select t.ctid from inbound_texts t left join services s on s.id = t.service_id
            where t.received_at < now() - make_interval(days => coalesce(s.retention_days, 7)) limit $1))
          returning 1)
        select count(*) from gone
        """;

    /// <returns>How many rows are gone.</returns>
    public async Task<long> ForgetAsync(CancellationToken cancel)
    {
        long total = 0;
        Guid? last = Guid.Empty;
        while (last is { } from)
        {
            (last, var gone) = await StepAsync(from, cancel);
            total += gone;
        }

        foreach (var sql in new[] { RowsSql, InboundSql })
        {
            for (var gone = 1L; gone > 0;)
                total += gone = await RunAsync(sql, cancel, StepSize);
        }

        return total + await RunAsync(ListsSql, cancel) + await RunAsync(ReferencesSql, cancel);
    }

    private async Task<(Guid? Last, long Gone)> StepAsync(Guid from, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(MessagesSql);
        command.Parameters.Add(new NpgsqlParameter { Value = from });
        command.Parameters.Add(new NpgsqlParameter { Value = StepSize });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (await reader.IsDBNullAsync(0, cancel) ? null : reader.GetGuid(0), reader.GetInt64(1));
    }

    private async Task<long> RunAsync(string sql, CancellationToken cancel, int? limit = null)
    {
        await using var command = database.CreateCommand(sql);
        if (limit is { } most)
            command.Parameters.Add(new NpgsqlParameter { Value = most, NpgsqlDbType = NpgsqlDbType.Integer });
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
