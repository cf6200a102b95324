using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Data;
using NotifyNl.Delivery;
using Npgsql;

namespace NotifyNl.Callbacks;

/// <summary>Looks up what events tell of. What retention has forgotten meanwhile is not told any more.</summary>
public sealed class CallbackSubjects([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal, ILogger<CallbackSubjects> logger)
{
    private const string MessagesSql = """
        select n.id, coalesce(n.recipient_as_typed, n.recipient), coalesce(n.reference, l.reference), n.created_at, n.sent_at, p.template_id, p.template_version
        from notifications n join pinned_templates p on p.id = n.pinned_template_id left join uploads l on l.id = n.batch_id
        where n.id = any($1) and n.service_id = $2
        """;

    private const string TextsSql = "select id, sender, sent_to, text, received_at from inbound_texts where id = any($1) and service_id = $2";

    /// <returns>By event; an event whose subject is gone or cannot be read is missing.</returns>
    public async Task<Dictionary<Guid, CallbackSubject>> FindAsync(ClaimedCallbacks claimed, CancellationToken cancel)
    {
        var service = claimed.Receiver.ServiceId;
        await using var command = database.CreateCommand(claimed.Receiver.Kind == CallbackKind.DeliveryStatus ? MessagesSql : TextsSql);
        command.Parameters.Add(new NpgsqlParameter { Value = claimed.Events.Select(e => e.SubjectId).Distinct().ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = service });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var events = claimed.Events.ToLookup(e => e.SubjectId);
        var found = new Dictionary<Guid, CallbackSubject>();
        while (await reader.ReadAsync(cancel))
        {
            foreach (var told in events[reader.GetGuid(0)])
            {
                try
                {
                    found[told.Id] = claimed.Receiver.Kind == CallbackKind.DeliveryStatus ? Message(reader, service, told) : Text(reader, service);
                }
                catch (CryptographicException)
                {
                    logger.LogError("The subject of callback event {Event} cannot be opened", told.Id);
                }
            }
        }

        return found;
    }

    private MessageSubject Message(NpgsqlDataReader row, Guid service, ClaimedEvent told) => new(
        row.GetGuid(0), row.GetValue(2) is byte[] reference ? seal.Open(service, reference) : null, seal.Open(service, row.GetFieldValue<byte[]>(1)),
        WireNames.Of(told.Status!.Value), row.GetFieldValue<DateTimeOffset>(3), told.CreatedAt, row.GetFieldValue<DateTimeOffset?>(4), row.GetGuid(5), row.GetInt32(6));

    private ReceivedSubject Text(NpgsqlDataReader row, Guid service) => new(
        row.GetGuid(0), seal.Open(service, row.GetFieldValue<byte[]>(1)), row.GetString(2), seal.Open(service, row.GetFieldValue<byte[]>(3)), row.GetFieldValue<DateTimeOffset>(4));
}
