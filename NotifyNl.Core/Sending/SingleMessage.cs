using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Recipients;
using NotifyNl.Services;

namespace NotifyNl.Sending;

/// <summary>A message by a person to one number: it goes in the urgent lane.</summary>
public sealed class SingleMessage(NotifyDbContext db, PersonalDataSeal seal, AuditLog audit, OptOutList optOuts, TrialReach trial, TimeProvider clock)
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
        if (!await trial.AllowsAsync(upload.ServiceId, check.E164!, cancel))
            return new Problem("trial-recipient", "Number");

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await UrgentMessage.QueueAsync(db, seal, id, upload.ServiceId, upload.PinnedTemplateId, check.E164!, row.Personalisation!, row.Parts, now, cancel);
        audit.Add(upload.ServiceId, userId, "test-message-sent", id);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return id;
    }
}
