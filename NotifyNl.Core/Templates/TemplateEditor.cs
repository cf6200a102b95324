using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Templates;

/// <summary>What a person fills in about a template.</summary>
/// <param name="FolderId">Where a new template comes to lie; who may see that folder is the caller's to know.</param>
public sealed record TemplateDraft(string Name, string Content, Lane Lane, Guid? FolderId = null);

/// <summary>What a team member may do to the templates of one service. Every save is a version that stays.</summary>
public sealed class TemplateEditor(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <returns>The new template, or the problem that stands in its way.</returns>
    public async Task<Result<Template>> CreateAsync(Guid serviceId, Guid userId, TemplateDraft draft, CancellationToken cancel)
    {
        if (Refusal(draft) is { } refusal)
            return refusal;

        var now = clock.GetUtcNow();
        var template = new Template
        {
            Id = Guid.CreateVersion7(now),
            ServiceId = serviceId,
            Name = draft.Name.Trim(),
            Content = Normalise(draft.Content),
            Lane = draft.Lane,
            FolderId = draft.FolderId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(template);
        db.Add(Snapshot(template, userId, now));
        audit.Add(serviceId, userId, "template-created", template.Id, template.Name);
        return await SaveAsync(template, cancel);
    }

    /// <param name="version">The version that the person was looking at; another save meanwhile is not overwritten.</param>
    /// <returns>The template, null where the service has none of that id, or the problem.</returns>
    public async Task<Result<Template?>> EditAsync(Guid serviceId, Guid templateId, Guid userId, int version, TemplateDraft draft, CancellationToken cancel)
    {
        if (Refusal(draft) is { } refusal)
            return refusal;

        var template = await db.Templates.SingleOrDefaultAsync(t => t.Id == templateId && t.ServiceId == serviceId && t.ArchivedAt == null, cancel);
        if (template is null)
            return new Result<Template?>(null, null);
        if (template.Version != version)
            return new Problem("template-changed-meanwhile", nameof(Template.Content));

        var now = clock.GetUtcNow();
        template.Name = draft.Name.Trim();
        template.Content = Normalise(draft.Content);
        template.Lane = draft.Lane;
        if (!db.Entry(template).Properties.Any(p => p.IsModified))
            return template;

        template.Version++;
        template.UpdatedAt = now;
        db.Add(Snapshot(template, userId, now));
        audit.Add(serviceId, userId, "template-edited", template.Id, template.Name, FieldChange.Of(db.Entry(template), nameof(Template.Content), nameof(Template.UpdatedAt)));
        var saved = await SaveAsync(template, cancel);
        return new Result<Template?>(saved.Value, saved.Problem);
    }

    /// <returns>False where the service has no live template of that id.</returns>
    public async Task<bool> ArchiveAsync(Guid serviceId, Guid templateId, Guid userId, CancellationToken cancel)
    {
        var template = await db.Templates.SingleOrDefaultAsync(t => t.Id == templateId && t.ServiceId == serviceId && t.ArchivedAt == null, cancel);
        if (template is null)
            return false;

        template.Archive(clock.GetUtcNow());
        audit.Add(serviceId, userId, "template-archived", template.Id, template.Name);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>From now on the texts of this template are not shown once they are sent. One way: what was promised to citizens is not taken back.</summary>
    /// <returns>False where the service has no live template of that id.</returns>
    public async Task<bool> HideAfterSendingAsync(Guid serviceId, Guid templateId, Guid userId, CancellationToken cancel)
    {
        var template = await db.Templates.SingleOrDefaultAsync(t => t.Id == templateId && t.ServiceId == serviceId && t.ArchivedAt == null, cancel);
        if (template is null)
            return false;

        template.HideAfterSending();
        if (db.Entry(template).State == EntityState.Modified)
            audit.Add(serviceId, userId, "template-hidden", template.Id, template.Name);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    private static Problem? Refusal(TemplateDraft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.Name))
            return new Problem("template-name-missing", nameof(Template.Name));
        if (draft.Name.Trim().Length > Template.MaxNameLength)
            return new Problem("template-name-too-long", nameof(Template.Name)) { Args = [Template.MaxNameLength] };
        if (string.IsNullOrWhiteSpace(draft.Content))
            return new Problem("template-content-missing", nameof(Template.Content));
        if (draft.Content.Contains('\0') || draft.Name.Contains('\0'))
            return new Problem("template-nul-character", nameof(Template.Content));

        // Fields come on top and are judged per recipient; a text that is too long by itself can never be sent.
        var bare = TemplateText.Parse(Normalise(draft.Content)).BareLength;
        return bare > SmsText.MaxCharacters
            ? new Problem("template-content-too-long", nameof(Template.Content)) { Args = [SmsText.MaxCharacters, bare - SmsText.MaxCharacters] }
            : null;
    }

    // Browsers post line ends as CR LF.
    private static string Normalise(string content) => content.ReplaceLineEndings("\n").Trim();

    private static TemplateVersion Snapshot(Template template, Guid userId, DateTimeOffset now) => new()
    {
        TemplateId = template.Id,
        Version = template.Version,
        ServiceId = template.ServiceId,
        Name = template.Name,
        Content = template.Content,
        Lane = template.Lane,
        CreatedById = userId,
        CreatedAt = now,
    };

    private async Task<Result<Template>> SaveAsync(Template template, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return template;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return new Problem("template-changed-meanwhile", nameof(Template.Content));
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            // The index decides, not a look-up beforehand: two editors can save at the same moment.
            db.ChangeTracker.Clear();
            return violation.ConstraintName == "pk_template_versions"
                ? new Problem("template-changed-meanwhile", nameof(Template.Content))
                : new Problem("template-name-taken", nameof(Template.Name));
        }
    }
}
