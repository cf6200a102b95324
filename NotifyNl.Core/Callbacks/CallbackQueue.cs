using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Data;
using NotifyNl.Delivery;
using Npgsql;

namespace NotifyNl.Callbacks;

/// <summary>
/// The outbox as a queue, like <see cref="DeliveryQueue"/>: claimed in sets for the length of a lease, called with nothing open, recorded under the name of the claim.
/// A node that dies in between costs a repeat: at least once.
/// </summary>
/// <remarks>Receivers take turns, and one is never in two hands: the turn is taken with the claim, and given back with the record or by the end of the lease.</remarks>
public sealed class CallbackQueue([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal, IOptions<CallbackOptions> options, TimeProvider clock)
{
    private const string ClaimSql = """
        with turn as (
          select c.service_id, c.kind from callbacks c
          where c.turn_at <= now() and exists (select from callback_events e where e.service_id = c.service_id and e.kind = c.kind and e.due_at <= now())
          order by c.turn_at limit 1 for update of c skip locked),
        held as (
          update callbacks c set turn_at = now() + $2 from turn where c.service_id = turn.service_id and c.kind = turn.kind
          returning c.service_id, c.kind, c.url, c.token, c.secret, c.old_secret, c.old_secret_until, c.cloud_events),
        picked as (
          select e.id from held join callback_events e on e.service_id = held.service_id and e.kind = held.kind
          where e.due_at <= now() order by e.due_at limit $3 for update of e skip locked),
        moved as (
          update callback_events e set attempt = $1, attempts = e.attempts + 1, due_at = now() + $2 from picked where e.id = picked.id
          returning e.id, e.subject_id, e.status, e.created_at)
        select held.*, moved.id, moved.subject_id, moved.status, moved.created_at from held left join moved on true order by moved.created_at
        """;

    private const string RecordSql = """
        with told as (select * from unnest($4::uuid[], $5::smallint[], $6::smallint[], $7::text[], $8::int[]) t(id, outcome, http_status, result, duration_ms)),
        mine as (
          select told.*, e.subject_id, e.attempts, told.outcome = 1 and e.attempts < $10 as again
          from told join callback_events e on e.id = told.id where e.attempt = $3),
        logged as (
          insert into callback_calls (service_id, kind, event_id, subject_id, attempt, at, duration_ms, http_status, result)
          select $1, $2, id, subject_id, attempts, now(), duration_ms, http_status, result from mine),
        gone as (delete from callback_events e using mine where e.id = mine.id and mine.outcome = 0),
        kept as (
          update callback_events e set
            attempt = null, result = mine.result, due_at = case when again then now() + $9 end, failed_at = case when not again then now() end
          from mine where e.id = mine.id and mine.outcome <> 0),
        turn as (update callbacks set turn_at = now() where service_id = $1 and kind = $2)
        select count(*) from mine
        """;

    private readonly CallbackOptions options = options.Value;

    /// <returns>Events of the receiver whose turn it is, or null when nothing is due.</returns>
    public async Task<ClaimedCallbacks?> ClaimAsync(CancellationToken cancel)
    {
        var attempt = Guid.CreateVersion7();
        await using var command = Command(ClaimSql, attempt, options.Lease, options.CallsInFlight);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        Callback? callback = null;
        var events = new List<ClaimedEvent>();
        while (await reader.ReadAsync(cancel))
        {
            callback ??= new Callback
            {
                ServiceId = reader.GetGuid(0),
                Kind = (CallbackKind)reader.GetInt16(1),
                Url = reader.GetFieldValue<byte[]>(2),
                Token = reader.GetFieldValue<byte[]>(3),
                Secret = reader.GetFieldValue<byte[]>(4),
                OldSecret = reader.GetValue(5) as byte[],
                OldSecretUntil = reader.GetFieldValue<DateTimeOffset?>(6),
                CloudEvents = reader.GetBoolean(7),
            };
            if (!await reader.IsDBNullAsync(8, cancel))
                events.Add(new ClaimedEvent(reader.GetGuid(8), reader.GetGuid(9), (NotificationStatus?)reader.GetFieldValue<short?>(10), reader.GetFieldValue<DateTimeOffset>(11)));
        }

        return callback is null ? null : new ClaimedCallbacks(attempt, CallbackReceiver.Open(callback, seal, clock.GetUtcNow()), events);
    }

    /// <summary>Writes down what the receiver answered, and gives its turn back.</summary>
    public async Task RecordAsync(ClaimedCallbacks claimed, IReadOnlyList<(Guid Id, CallbackAnswer Answer)> answers, CancellationToken cancel)
    {
        await using var command = Command(
            RecordSql, claimed.Receiver.ServiceId, (short)claimed.Receiver.Kind, claimed.Attempt,
            answers.Select(a => a.Id).ToArray(), answers.Select(a => (short)a.Answer.Outcome).ToArray(), answers.Select(a => (short?)a.Answer.HttpStatus).ToArray(),
            answers.Select(a => a.Answer.Result).ToArray(), answers.Select(a => (int)a.Answer.Duration.TotalMilliseconds).ToArray(), options.RetryAfter, options.Attempts);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Forgets calls of either direction, and events that were given up, after the time that a page shows them.</summary>
    public async Task ForgetAsync(CancellationToken cancel)
    {
        await using var command = Command(
            """
            with calls as (delete from callback_calls where at < now() - $1), refused as (delete from failed_calls where at < now() - $1)
            delete from callback_events where failed_at < now() - $1
            """, options.Kept);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
