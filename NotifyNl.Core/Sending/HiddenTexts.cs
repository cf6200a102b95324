using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Delivery;
using Npgsql;
using NpgsqlTypes;

namespace NotifyNl.Sending;

/// <summary>
/// Templates that hide after sending: what was filled in is shown nowhere once the message has left, and is taken out of its row. The delivery does so in the statement
/// that records what a gateway took (<see cref="DeliveryQueue"/>); this takes what ended otherwise, and what was sent before the template was set so.
/// </summary>
/// <remarks>An uncertain message keeps its values until its retention ends: a person may send it again. They are shown no more than the others.</remarks>
public sealed class HiddenTexts([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database)
{
    /// <summary>SQL: the pinned templates whose messages hide. Once a statement, not once a row; the index knows the few templates that do.</summary>
    internal const string Pins = "array(select p.id from templates t join pinned_templates p on p.service_id = t.service_id and p.template_id = t.id where t.hides_after_sending)";

    /// <summary>SQL: statuses after which nothing needs the text any more.</summary>
    internal const string Over = "10, 20, 21, 22, 23, 25, 26";

    private const int SetSize = 2_000;

    // By service and hour, for which there is an index; the messages of one hour are read, those of other services are not.
    private static readonly string MessagesSql = $"""
        with step as (
          select n.id from notifications n
          where n.service_id = any(array(select service_id from templates where hides_after_sending)) and n.created_hour >= (extract(epoch from now()) / 3600)::int - $1
            and n.pinned_template_id = any({Pins}) and n.status in ({Over}) and length(n.personalisation) > 0
          order by n.id limit {SetSize} for update skip locked)
        update notifications n set personalisation = '' from step where n.id = step.id
        """;

    private static readonly string RowsSql = $"""
        with step as (
          select r.upload_id, r.row_number from batches b join upload_rows r on r.upload_id = b.id
          where b.pinned_template_id = any({Pins}) and b.copied_at is not null and r.sendable and (length(r.cells) > 0 or r.personalisation is not null)
          limit {SetSize})
        update upload_rows r set personalisation = null, cells = '' from step where r.upload_id = step.upload_id and r.row_number = step.row_number
        """;

    /// <summary>Whether a message has left, or never will: from then on a template that hides shows it no more.</summary>
    public static bool HasLeft(NotificationStatus status, DateTimeOffset? sentAt) => sentAt is not null || status >= NotificationStatus.Accepted;

    /// <summary>What was made in the last hours and ended without a word of a gateway: stopped, opted out, of a test key.</summary>
    public Task<long> RemoveRecentAsync(CancellationToken cancel) => RemoveAsync(MessagesSql, cancel, hoursBack: 2);

    /// <summary>Whatever is left, however old: also the lists that it came in.</summary>
    public async Task<long> RemoveAllAsync(CancellationToken cancel) => await RemoveAsync(MessagesSql, cancel, hoursBack: 24 * 366) + await RemoveAsync(RowsSql, cancel);

    private Task<long> RemoveAsync(string sql, CancellationToken cancel, int? hoursBack = null) => WorkerDatabase.OutOfDeadlockAsync(async () =>
    {
        long total = 0;
        int gone;
        do
        {
            await using var command = database.CreateCommand(sql);
            if (hoursBack is { } hours)
                command.Parameters.Add(new NpgsqlParameter { Value = hours, NpgsqlDbType = NpgsqlDbType.Integer });
            total += gone = await command.ExecuteNonQueryAsync(cancel);
        }
        while (gone > 0);
        return total;
    });
}
