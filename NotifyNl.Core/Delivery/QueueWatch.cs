using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Templates;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>How long the queue is and how old, by lane and service; for measuring and for the status page. It steps down the queue's index and counts no further than it must.</summary>
public sealed class QueueWatch([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database)
{
    /// <summary>Counting stops here, for each lane of a service: more is "more".</summary>
    public const int MostCounted = 100_000;

    private static readonly string WaitingSql = $"""
        with recursive heads(lane, service_id) as (
          (select lane, service_id from notifications where queued order by lane, service_id limit 1)
          union all
          select n.lane, n.service_id from heads h cross join lateral (
            select q.lane, q.service_id from notifications q where q.queued and (q.lane, q.service_id) > (h.lane, h.service_id) order by q.lane, q.service_id limit 1) n)
        select h.lane, h.service_id,
               (select count(*)::int from (select from notifications q where q.queued and q.lane = h.lane and q.service_id = h.service_id limit {MostCounted}) counted),
               (select extract(epoch from now() - q.created_at)::float8 from notifications q where q.queued and q.lane = h.lane and q.service_id = h.service_id order by q.id limit 1)
        from heads h
        """;

    // Only what waits for a time has one.
    private static readonly string DueSql =
        $"select count(*) filter (where status = 3)::int, count(*) filter (where status = 11)::int from (select status from notifications where due_at is not null limit {MostCounted}) due";

    public async Task<QueueFigures> ReadAsync(CancellationToken cancel)
    {
        var waiting = new List<WaitingMessages>();
        await using (var command = database.CreateCommand(WaitingSql))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                // Taken between the two looks: then nothing waits any more.
                if (!await reader.IsDBNullAsync(3, cancel))
                    waiting.Add(new WaitingMessages((Lane)reader.GetInt16(0), reader.GetGuid(1), reader.GetInt32(2), TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(3)))));
            }
        }

        await using var due = database.CreateCommand(DueSql);
        await using var found = await due.ExecuteReaderAsync(cancel);
        await found.ReadAsync(cancel);
        return new QueueFigures(waiting, found.GetInt32(0), found.GetInt32(1));
    }
}

/// <param name="Deferred">Handed back; tried again later.</param>
/// <param name="Unknown">Whose receipt window is still open.</param>
public sealed record QueueFigures(IReadOnlyList<WaitingMessages> Waiting, int Deferred, int Unknown)
{
    public static readonly QueueFigures None = new([], 0, 0);
}

/// <param name="Messages">At most <see cref="QueueWatch.MostCounted"/>.</param>
/// <param name="Age">Of the oldest.</param>
public sealed record WaitingMessages(Lane Lane, Guid ServiceId, int Messages, TimeSpan Age);
