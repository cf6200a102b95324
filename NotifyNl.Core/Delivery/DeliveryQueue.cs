using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
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

    private readonly DeliveryOptions options = options.Value;

    // The size is a literal: as a parameter it makes the planner reckon with a tenth of the table, and read all of it.
    private readonly string claim = $"""
        with picked as (
          select id from notifications where queued and lane = $2 and id > $3 order by id limit {options.Value.ClaimSize} for update skip locked),
        moved as (
          update notifications n set queued = false, status = 1, attempt = $1 from picked where n.id = picked.id
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, n.pinned_template_id, n.recipient, n.personalisation, 0::smallint as was, n.status as became),
        held as (
          insert into claims (attempt, node, lease_until, notification_ids) select $1, $4, now() + $5, array_agg(id order by id) from moved having count(*) > 0),
        {CountDelta.OfMoved}
        select id, service_id, pinned_template_id, recipient, personalisation from moved order by id
        """;

    private const string BeginSql = $"""
        with held as (update claims set lease_until = now() + $3 where attempt = $1 returning attempt),
        moved as (
          update notifications n set status = 2, attempts = n.attempts + 1 from held where n.id = any($2) and n.attempt = held.attempt and n.status = 1
          returning n.id, n.service_id, n.batch_id, n.created_at, n.parts, 1::smallint as was, n.status as became),
        {CountDelta.OfMoved}
        select id from moved
        """;

    // A receipt may have come before this: then its status stays, and only the time of sending is filled in.
    private const string RecordSql = $"""
        with told as (select * from unnest($2::uuid[], $3::smallint[], $4::text[]) t(id, status, reason)),
        old as (
          select n.id, n.status as was, n.status in (1, 2) as open, t.status as told, t.reason,
                 t.status = 3 and n.created_at < now() - case n.lane when 0 then $9::interval else $8::interval end as too_late,
                 case n.lane when 0 then $7::interval else $6::interval end as receipt_window
          from told t join notifications n on n.id = t.id where n.attempt = $1 order by n.id for update of n),
        moved as (
          update notifications n set
            status   = case when not open then n.status when too_late then 23 else told end,
            reason   = case when not open then n.reason when too_late then 'horizon' else old.reason end,
            gateway  = $5,
            sent_at  = case when told in (10, 11) or not open then coalesce(n.sent_at, now()) else n.sent_at end,
            done_at  = case when open and (too_late or told in (21, 23)) then now() else n.done_at end,
            due_at   = case when not open or too_late then null when told = 3 then now() + $10::interval when told = 11 then now() + receipt_window end,
            attempts = n.attempts - case when open and told = 3 then 1 else 0 end
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

    /// <summary>Takes the next set of a lane, for the length of a lease.</summary>
    /// <param name="after">The highest id that this slot took last: skips the dead index entries of what is gone (a quarter faster in a burst).</param>
    /// <remarks>500 of 100,000: 5–10 ms.</remarks>
    public async Task<ClaimedSet> ClaimAsync(Lane lane, Guid after, CancellationToken cancel)
    {
        var attempt = Guid.CreateVersion7();
        await using var command = database.CreateCommand(claim);
        Add(command, attempt, (short)lane, after, Node, options.Lease);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var messages = new List<ClaimedMessage>();
        while (await reader.ReadAsync(cancel))
        {
            messages.Add(new ClaimedMessage(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4)));
        }

        return new ClaimedSet(attempt, lane, messages);
    }

    /// <summary>Commits that a small set is about to be on the wire, and lengthens the lease.</summary>
    /// <returns>The messages that are still ours to send; fewer than asked where the lease was lost or a person stopped the batch.</returns>
    public Task<HashSet<Guid>> BeginAsync(Guid attempt, Guid[] ids, CancellationToken cancel) => WorkerDatabase.OutOfDeadlockAsync(async () =>
    {
        await using var command = database.CreateCommand(BeginSql);
        Add(command, attempt, ids.Order().ToArray(), options.Lease);
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

    /// <summary>Writes down what became of messages on the wire.</summary>
    /// <param name="retryIn">When deferred messages may be tried again.</param>
    /// <returns>How many rows were still this attempt's.</returns>
    public Task<long> RecordAsync(Guid attempt, string gateway, IReadOnlyCollection<Outcome> outcomes, TimeSpan retryIn, CancellationToken cancel)
    {
        var sorted = outcomes.OrderBy(o => o.Id).ToArray();
        return WorkerDatabase.OutOfDeadlockAsync(async () =>
        {
            await using var command = database.CreateCommand(RecordSql);
            Add(
                command, attempt, sorted.Select(o => o.Id).ToArray(), sorted.Select(o => (short)StatusOf(o.Kind)).ToArray(), sorted.Select(o => o.Reason).ToArray(), gateway,
                options.ReceiptWindow, options.UrgentReceiptWindow, options.Horizon, options.UrgentHorizon, retryIn);
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
