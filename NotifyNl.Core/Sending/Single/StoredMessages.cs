using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Templates;
using Npgsql;

namespace NotifyNl.Sending;

/// <summary>A message as it is kept; what is personal is still sealed.</summary>
/// <param name="RecipientAsTyped">Null where it says no more than <paramref name="Recipient"/>.</param>
/// <param name="MadeBy">The person who sent it; null for an API call.</param>
/// <param name="Hides">Its template hides after sending.</param>
public sealed record StoredRow(
    Guid Id, Guid ServiceId, Guid PinId, NotificationStatus Status, short Parts, byte[] Recipient, byte[]? RecipientAsTyped, byte[] Personalisation, byte[]? Reference,
    DateTimeOffset CreatedAt, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, DateTimeOffset? ScheduledFor, string? MadeBy, bool Hides);

/// <summary>A message as the API tells of it.</summary>
public sealed record StoredMessage(StoredRow Row, PinnedWording Pinned);

/// <summary>What a message was pinned to, its text read once.</summary>
public sealed record PinnedWording(Guid TemplateId, int Version, TemplateText Text, AccentMode Accents);

/// <param name="IncludesJobs">Also messages of lists; a person's messages are live ones, a key of another type does not see them.</param>
/// <param name="Statuses">Null for all.</param>
/// <param name="Before">Only what was made before the message of this id.</param>
public sealed record MessageFilter(ApiKeyType KeyType, bool IncludesJobs, IReadOnlyList<NotificationStatus>? Statuses, string? Reference, Guid? Before);

/// <summary>
/// Finds messages for the API. Source systems ask one by one what became of each: one round trip, one step down the primary key, and no model in between. With
/// EF it answered 1,620 calls a second, in this way five times as many (docs/operations.md).
/// </summary>
public sealed class StoredMessages([FromKeyedServices(WebDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal)
{
    public const int PageSize = 250;

    private const int MostPins = 10_000;

    // The name of who pressed is asked for a person's message only: the API's own bear a key type.
    private const string Columns = $"""
        n.id, n.service_id, n.pinned_template_id, n.status, n.parts, n.recipient, n.recipient_as_typed, n.personalisation,
        coalesce(n.reference, case when n.key_type is null then (select l.reference from uploads l where l.id = n.batch_id) end), n.created_at, n.sent_at, n.done_at, n.scheduled_for,
        case when n.key_type is null then (select u.name from batches b join users u on u.id = b.created_by_id where b.id = n.batch_id) end,
        n.pinned_template_id = any({HiddenTexts.Pins})
        """;

    private const string OneSql = $"select {Columns} from notifications n where n.id = $1 and n.service_id = $2";

    private const string PinsSql = """
        select p.id, p.template_id, p.template_version, v.content, p.accents
        from pinned_templates p join template_versions v on v.template_id = p.template_id and v.version = p.template_version
        where p.id = any($1) and p.service_id = $2
        """;

    // Pins never change; a row that row-level security let through names one of its own service.
    private readonly ConcurrentDictionary<Guid, PinnedWording> pins = new();

    /// <returns>Null where the service has no such message.</returns>
    public async ValueTask<StoredMessage?> FindAsync(Guid serviceId, Guid id, CancellationToken cancel) =>
        await PinnedAsync(serviceId, await database.ReadAsync(serviceId, OneSql, Read, cancel, id, serviceId), cancel) is [var found] ? found : null;

    /// <summary>The newest first, at most <see cref="PageSize"/>.</summary>
    public async Task<List<StoredMessage>> ListAsync(Guid serviceId, MessageFilter filter, CancellationToken cancel)
    {
        var values = new List<object> { serviceId, (short)filter.KeyType };
        var where = filter is { IncludesJobs: true, KeyType: ApiKeyType.Live }
            ? "n.service_id = $1 and (n.key_type = $2 or n.key_type is null)"
            : $"n.service_id = $1 and n.key_type = $2 and (n.batch_id is null or n.batch_id = '{Batch.OfTestKeys}')";
        if (filter.Statuses is { } statuses)
            where += $" and n.status = any({Value(statuses.Select(s => (short)s).ToArray())})";
        if (filter.Reference is { } reference)
        {
            // Its own, or that of the list it came in.
            var key = Value(SmsDesk.ReferenceKey(seal, serviceId, reference));
            where += filter.IncludesJobs
                ? $" and n.id in (select r.id from notifications r where r.service_id = $1 and r.reference_key = {key}"
                    + $" union all select r.id from uploads l join notifications r on r.batch_id = l.id where l.service_id = $1 and l.reference_key = {key})"
                : $" and n.reference_key = {key}";
        }

        // Ids tell the time: what comes before it is older. One that is not of this service has nothing before it.
        if (filter.Before is { } before)
            where += $" and n.id < (select o.id from notifications o where o.id = {Value(before)} and o.service_id = $1)";
        return await PinnedAsync(serviceId, await database.ReadAsync(serviceId, $"select {Columns} from notifications n where {where} order by n.id desc limit {PageSize}", Read, cancel, [.. values]), cancel);

        string Value(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }

    private async ValueTask<List<StoredMessage>> PinnedAsync(Guid serviceId, List<StoredRow> rows, CancellationToken cancel)
    {
        var texts = new Dictionary<Guid, PinnedWording>(1);
        var unknown = new List<Guid>(0);
        foreach (var row in rows)
        {
            if (texts.ContainsKey(row.PinId) || unknown.Contains(row.PinId))
                continue;
            if (pins.TryGetValue(row.PinId, out var known))
                texts[row.PinId] = known;
            else
                unknown.Add(row.PinId);
        }

        if (unknown.Count > 0)
        {
            if (pins.Count >= MostPins)
                pins.Clear();
            foreach (var (id, text) in await database.ReadAsync(serviceId, PinsSql, ReadPin, cancel, unknown.ToArray(), serviceId))
                texts[id] = pins[id] = text;
        }

        return rows.ConvertAll(row => new StoredMessage(row, texts[row.PinId]));
    }

    private static StoredRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), (NotificationStatus)row.GetInt16(3), row.GetInt16(4),
        row.GetFieldValue<byte[]>(5), Bytes(row, 6), row.GetFieldValue<byte[]>(7), Bytes(row, 8),
        row.GetFieldValue<DateTimeOffset>(9), Moment(row, 10), Moment(row, 11), Moment(row, 12), row.IsDBNull(13) ? null : row.GetString(13), row.GetBoolean(14));

    private static (Guid Id, PinnedWording Text) ReadPin(NpgsqlDataReader row) =>
        (row.GetGuid(0), new PinnedWording(row.GetGuid(1), row.GetInt32(2), TemplateText.Parse(row.GetString(3)), (AccentMode)row.GetInt16(4)));

    private static byte[]? Bytes(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
