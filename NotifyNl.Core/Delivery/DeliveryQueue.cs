using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Usage;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>
/// The queue: rows of <c>notifications</c> are claimed in sets, marked <see cref="NotificationStatus.Submitting"/> right before the call, and recorded after it.
/// Each step is one committed statement; none is open while a gateway is called. All but the claim name their attempt: a node that lost its lease writes nothing.
/// </summary>
/// <remarks>The limits of sets and slots keep receipts ahead of the sender: unthrottled, acceptance ran at 10,000 a second and receipts starved at 1,600.</remarks>
public sealed class DeliveryQueue([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, IOptions<DeliveryOptions> options)
{
    private static readonly string Node = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Round ones, so that few statements are prepared.</summary>
    private static readonly int[] Shares = [200, 100, 50, 20, 10, 5, 2, 1];

    private readonly DeliveryOptions options = options.Value;

    // One a size: as a parameter it makes the planner reckon with a tenth of the table, and read all of it. The array keeps it from reckoning with a join.
    private readonly ConcurrentDictionary<int, string> claims = new();

    // Goes from service to service, not from message to message: one step down the index for each.
    private const string WaitingSql = """
        with recursive waiting(service_id) as (
          (select service_id from notifications where queued and lane = $1 order by service_id limit 1)
          union all
          select (select n.service_id from notifications n where n.queued and n.lane = $1 and n.service_id > w.service_id order by n.service_id limit 1)
          from waiting w where w.service_id is not null)
        select service_id from waiting where service_id is not null
        """;

    private const string BeginSql = $"""
        with held as (update claims set lease_until = now() + $3 where attempt = $1 returning attempt),
        moved as (
          update notifications n set status = 2, attempts = n.attempts + 1, gateway = $4, begun_at = now() from held where n.id = any($2) and n.attempt = held.attempt and n.status = 1
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, 1::smallint as was, n.status as became),
        {CountDelta.OfMoved}
        select id from moved
        """;

    // A receipt may have come before this: then its status stays, and only the time of sending is filled in. A message that was claimed but not begun
    // (its gateway is shut) may be handed back as well: that was no attempt. Each wait is twice the last, give or take a fifth.
    // What a gateway took needs its text no more: where the template hides, the values go in the same commit.
    private const string RecordSql = $"""
        with told as (select * from unnest($2::uuid[], $3::smallint[], $4::text[]) t(id, status, reason)),
        old as (
          select n.id, n.service_id, n.gateway, n.begun_at, n.status as was, n.status in (1, 2) as open, t.status as told, t.reason,
                 n.attempts - case when n.status = 2 and t.status = 3 then 1 else 0 end as attempts,
                 t.status = 3 and coalesce(n.scheduled_for, n.created_at) < now() - case n.lane when 0 then $8::interval else $7::interval end as too_late,
                 case n.lane when 0 then $6::interval else $5::interval end as receipt_window,
                 least(coalesce(n.scheduled_for, n.created_at) + case n.lane when 0 then $8::interval else $7::interval end, now() + greatest($9::interval, (0.8 + 0.4 * random()) *
                   least(case n.lane when 0 then $12::interval else $11::interval end, $10::interval * power(2, least(n.deferrals, 20))))) as retry_at
          from told t join notifications n on n.id = t.id where n.attempt = $1 order by n.id for update of n),
        kept as (
          insert into attempts (notification_id, begun_at, service_id, gateway, ended_at, outcome, reason)
          select id, begun_at, service_id, gateway, now(), told, reason from old where told <> 10 and was <> 1 and begun_at is not null on conflict do nothing),
        moved as (
          update notifications n set
            status    = case when not open then n.status when too_late then case when old.attempts > 0 then 24 else 23 end else told end,
            reason    = case when not open then n.reason when too_late then case when old.attempts > 0 then 'uncertain' else 'horizon' end else old.reason end,
            sent_at   = case when told in (10, 11) or not open then coalesce(n.sent_at, now()) else n.sent_at end,
            done_at   = case when open and (too_late or told in (21, 23)) then now() else n.done_at end,
            due_at    = case when not open or too_late then null when told = 3 then retry_at when told = 11 then now() + receipt_window end,
            attempts  = case when open then old.attempts else n.attempts end,
            deferrals = case when open and told = 3 then least(n.deferrals, 1000) + 1 else n.deferrals end,
            personalisation = case when (case when open then told else n.status end) in ({HiddenTexts.Over}) and n.pinned_template_id = any({HiddenTexts.Pins}) then '' else n.personalisation end
          from old where n.id = old.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, old.was, n.status as became),
        {CountDelta.OfMoved},
        {CallbackOutbox.OfMoved}
        select count(*) from moved
        """;

    private const string EndSql = $"""
        with gone as (delete from claims where attempt = $1),
        moved as (
          update notifications n set queued = true, status = 0, attempt = null where n.id = any($2) and n.attempt = $1 and n.status = 1
          returning n.service_id, n.batch_id, n.created_at, n.parts, 1::smallint as was, n.status as became),
        {CountDelta.OfMoved}
        select count(*) from moved
        """;

    /// <summary>The services that have messages waiting in a lane, sorted.</summary>
    public async Task<List<Guid>> WaitingServicesAsync(Lane lane, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(WaitingSql);
        Add(command, (short)lane);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var services = new List<Guid>();
        while (await reader.ReadAsync(cancel))
            services.Add(reader.GetGuid(0));
        return services;
    }

    /// <summary>How many messages each of so many services may give to a set.</summary>
    internal int Share(int services, int most) => services == 1 && most >= options.ClaimSize
        ? options.ClaimSize
        : Shares.First(share => share <= Math.Max(1, Math.Min(most, options.ClaimSize) / services));

    /// <summary>Takes a set of a lane, shared by the services whose turn it is, for the length of a lease.</summary>
    /// <remarks>500 of 100,000: 5–10 ms.</remarks>
    public async Task<ClaimedSet> ClaimAsync(Lane lane, Turn[] turns, int share, CancellationToken cancel)
    {
        var attempt = Guid.CreateVersion7();
        await using var command = database.CreateCommand(claims.GetOrAdd(share, ClaimSql));
        Add(command, attempt, (short)lane, Node, options.Lease, turns.Select(t => t.ServiceId).ToArray(), turns.Select(t => t.After).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var messages = new List<ClaimedMessage>();
        while (await reader.ReadAsync(cancel))
        {
            messages.Add(new ClaimedMessage(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4), reader.GetInt16(5))
            {
                BoundTo = await reader.IsDBNullAsync(6, cancel) ? null : reader.GetString(6),
            });
        }

        return new ClaimedSet(attempt, lane, messages);
    }

    /// <summary>Commits that a small set is about to be on the wire to a gateway, and lengthens the lease.</summary>
    /// <returns>The messages that are still ours to send; fewer than asked where the lease was lost or a person stopped the batch.</returns>
    public Task<HashSet<Guid>> BeginAsync(Guid attempt, string gateway, Guid[] ids, CancellationToken cancel) => WorkerDatabase.OutOfDeadlockAsync(async () =>
    {
        await using var command = database.CreateCommand(BeginSql);
        Add(command, attempt, ids.Order().ToArray(), options.Lease, gateway);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var begun = new HashSet<Guid>(ids.Length);
        while (await reader.ReadAsync(cancel))
            begun.Add(reader.GetGuid(0));
        return begun;
    });

    /// <summary>A sign of life between two calls for one set.</summary>
    /// <returns>False when the lease was lost: nothing more may be sent.</returns>
    public async Task<bool> KeepAsync(Guid attempt, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update claims set lease_until = now() + $2 where attempt = $1");
        Add(command, attempt, options.Lease);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Writes down what became of messages on the wire, or that they cannot go there now.</summary>
    /// <param name="atLeast">How long deferred messages wait at least; longer after each further time.</param>
    /// <returns>How many rows were still this attempt's.</returns>
    public Task<long> RecordAsync(Guid attempt, IReadOnlyCollection<Outcome> outcomes, TimeSpan atLeast, CancellationToken cancel)
    {
        var sorted = outcomes.OrderBy(o => o.Id).ToArray();
        return WorkerDatabase.OutOfDeadlockAsync(async () =>
        {
            await using var command = database.CreateCommand(RecordSql);
            Add(
                command, attempt, sorted.Select(o => o.Id).ToArray(), sorted.Select(o => (short)StatusOf(o.Kind)).ToArray(), sorted.Select(o => o.Reason).ToArray(),
                options.ReceiptWindow, options.UrgentReceiptWindow, options.Horizon, options.UrgentHorizon, atLeast, options.FirstRetry, options.LongestRetry, options.UrgentLongestRetry);
            return (long)(await command.ExecuteScalarAsync(cancel))!;
        });
    }

    /// <summary>Ends a claim; what was not begun returns to the queue at once.</summary>
    public Task<long> EndAsync(Guid attempt, Guid[] notBegun, CancellationToken cancel) => WorkerDatabase.OutOfDeadlockAsync(async () =>
    {
        await using var command = database.CreateCommand(EndSql);
        Add(command, attempt, notBegun.Order().ToArray());
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    });

    private static string ClaimSql(int share) => $"""
        with moved as (
          update notifications n set queued = false, status = 1, attempt = $1
          where n.id = any(array(
            select next.id from unnest($5::uuid[], $6::uuid[]) turn(service_id, after) cross join lateral (
              select q.id from notifications q where q.queued and q.lane = $2 and q.service_id = turn.service_id and q.id > turn.after
              order by q.id limit {share} for update skip locked) next))
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, n.pinned_template_id, n.recipient, n.personalisation,
                    case when n.attempts > 0 then n.gateway end as bound_to, 0::smallint as was, n.status as became),
        held as (
          insert into claims (attempt, node, lease_until, notification_ids) select $1, $3, now() + $4, array_agg(id order by id) from moved having count(*) > 0),
        {CountDelta.OfMoved}
        select id, service_id, pinned_template_id, recipient, personalisation, parts, bound_to from moved order by id
        """;

    private static NotificationStatus StatusOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Accepted => NotificationStatus.Accepted,
        OutcomeKind.Refused => NotificationStatus.PermanentFailure,
        OutcomeKind.Failed => NotificationStatus.TechnicalFailure,
        OutcomeKind.Deferred => NotificationStatus.Deferred,
        _ => NotificationStatus.Unknown,
    };

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
    }
}
