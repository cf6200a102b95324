using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Recipients;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>A message by a person to one number: it goes in the urgent lane.</summary>
public sealed class SingleMessage(NotifyDbContext db, PersonalDataSeal seal, AuditLog audit, OptOutList optOuts, TimeProvider clock)
{
    private static readonly PhoneNumberReader Numbers = new();

    /// <summary>Sends what the first citizen of a list will read to the person who is about to send it.</summary>
    /// <returns>The message's id, or what is wrong with the number.</returns>
    public async Task<Result<Guid>> SendTestAsync(Upload upload, UploadRow row, string number, Guid userId, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(number))
            return new Problem("own-number-missing", "Number");
        var check = Numbers.Check(number);
        if (!check.Valid)
            return check.Problem! with { Field = "Number" };
        if (await optOuts.ContainsAsync(upload.ServiceId, check.E164!, cancel))
            return new Problem("recipient-opted-out", "Number");

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var day = DutchTime.Day(now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into notifications (id, service_id, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts)
            values ({id}, {upload.ServiceId}, {upload.PinnedTemplateId}, {(short)Lane.Urgent}, {seal.Seal(upload.ServiceId, check.E164!)}, {seal.Key(check.E164!)},
                    {row.Personalisation}, {row.Parts}, {now}, {(short)NotificationStatus.Queued}, true, 0)
            """,
            cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into message_counts (service_id, batch_id, day, status, slot, messages, parts)
            values ({upload.ServiceId}, {Guid.Empty}, {day}, {(short)NotificationStatus.Queued}, 0, 1, {(int)row.Parts})
            on conflict (service_id, batch_id, day, status, slot) do update set messages = message_counts.messages + 1, parts = message_counts.parts + excluded.parts
            """,
            cancel);
        audit.Add(upload.ServiceId, userId, "test-message-sent", id);
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_notify('notify_work', 'urgent')", cancel);
        await transaction.CommitAsync(cancel);
        return id;
    }
}
