using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>One message that goes before all others: queued and counted within the transaction that the caller has open, and on its way once that commits.</summary>
internal static class UrgentMessage
{
    public static async Task QueueAsync(
        NotifyDbContext db, PersonalDataSeal seal, Guid id, Guid serviceId, Guid pinnedTemplateId, string e164, byte[] personalisation, short parts, DateTimeOffset now, CancellationToken cancel)
    {
        var day = DutchTime.Day(now);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into notifications (id, service_id, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts)
            values ({id}, {serviceId}, {pinnedTemplateId}, {(short)Lane.Urgent}, {seal.Seal(serviceId, e164)}, {seal.Key(e164)},
                    {personalisation}, {parts}, {now}, {(short)NotificationStatus.Queued}, true, 0)
            """,
            cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into message_counts (service_id, batch_id, day, status, slot, messages, parts)
            values ({serviceId}, {Guid.Empty}, {day}, {(short)NotificationStatus.Queued}, 0, 1, {(int)parts})
            on conflict (service_id, batch_id, day, status, slot) do update set messages = message_counts.messages + 1, parts = message_counts.parts + excluded.parts
            """,
            cancel);
        await db.Database.ExecuteSqlAsync($"select pg_notify('notify_work', 'urgent')", cancel);
    }
}
