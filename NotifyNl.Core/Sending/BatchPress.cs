using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Services;
using Npgsql;

namespace NotifyNl.Sending;

/// <summary>The press on "Verstuur": marks the batch and returns. A worker, woken at once, makes the messages.</summary>
public sealed class BatchPress(NotifyDbContext db, AuditLog audit, TrialReach trial, TimeProvider clock)
{
    /// <summary>As far ahead as the model allows: a list older than this has lost its rows to the retention.</summary>
    public static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(7);

    /// <param name="scheduledFor">Null for now.</param>
    /// <param name="skipFaulty">The explicit choice to send the good rows of a list that also has faulty ones.</param>
    /// <returns>The batch of this list (the same one at a second press), null where the service has no such list, or the problem.</returns>
    public async Task<Result<Batch?>> PressAsync(
        Guid serviceId, Guid uploadId, Guid userId, DateTimeOffset? scheduledFor, bool skipFaulty, CancellationToken cancel)
    {
        var upload = await db.Uploads.Include(u => u.PinnedTemplate).ThenInclude(p => p.Template)
            .SingleOrDefaultAsync(u => u.Id == uploadId && u.ServiceId == serviceId, cancel);
        if (upload is null)
            return new Result<Batch?>(null, null);
        if (await ExistingAsync(serviceId, uploadId, cancel) is { } existing)
            return existing;

        var now = clock.GetUtcNow();
        if (await RefusalAsync(upload, scheduledFor, skipFaulty, now, cancel) is { } refusal)
            return refusal;

        var batch = new Batch
        {
            Id = uploadId,
            ServiceId = serviceId,
            PinnedTemplateId = upload.PinnedTemplateId,
            Name = upload.FileName,
            Lane = upload.SendableCount >= Batch.BulkFrom ? Templates.Lane.Bulk : upload.PinnedTemplate.Template.Lane,
            MessageCount = upload.SendableCount,
            CreatedById = userId,
            CreatedAt = now,
            ScheduledFor = scheduledFor ?? now,
        };
        db.Add(batch);
        audit.Add(serviceId, userId, scheduledFor is null ? "batch-sent" : "batch-scheduled", batch.Id, batch.Name);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The other tab was first. Its batch is this batch.
            db.ChangeTracker.Clear();
            return await ExistingAsync(serviceId, uploadId, cancel);
        }

        await db.Database.ExecuteSqlAsync($"select pg_notify('notify_work', 'batch')", cancel);
        return batch;
    }

    private Task<Batch?> ExistingAsync(Guid serviceId, Guid uploadId, CancellationToken cancel) =>
        db.Batches.SingleOrDefaultAsync(b => b.Id == uploadId && b.ServiceId == serviceId, cancel);

    private async Task<Problem?> RefusalAsync(Upload upload, DateTimeOffset? scheduledFor, bool skipFaulty, DateTimeOffset now, CancellationToken cancel)
    {
        if (upload.SendableCount == 0)
            return new Problem("nothing-to-send");
        if (upload.SendableCount < upload.RowCount && !skipFaulty)
            return new Problem("faulty-rows-not-skipped", "SkipFaulty");
        if (scheduledFor <= now)
            return new Problem("scheduled-in-past", "Date");
        if (scheduledFor > now + FurthestAhead)
            return new Problem("scheduled-too-far", "Date") { Args = [FurthestAhead.Days] };

        if (await trial.ReadAsync(upload.ServiceId, cancel) is { } reachable)
        {
            var (id, keys) = (upload.Id, reachable.ToArray());
            var strangers = await db.UploadRows.CountAsync(r => r.UploadId == id && r.ServiceId == upload.ServiceId && r.Sendable && !keys.Contains(r.RecipientKey!.Value), cancel);
            if (strangers > 0)
                return new Problem("trial-recipients") { Args = [strangers] };
        }

        var templateId = upload.PinnedTemplate.TemplateId;
        return await db.Templates.AnyAsync(t => t.Id == templateId && t.ServiceId == upload.ServiceId && t.ArchivedAt == null, cancel)
            ? null
            : new Problem("template-gone");
    }
}
