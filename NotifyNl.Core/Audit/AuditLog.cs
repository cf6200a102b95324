using NotifyNl.Data;

namespace NotifyNl.Audit;

/// <summary>The one writer of the <em>logboek</em>. An entry joins the unit of work of the change it tells of: both are saved, or neither.</summary>
public sealed class AuditLog(NotifyDbContext db, TimeProvider clock, AuditOrigin? origin = null)
{
    /// <summary>The chain of what concerns no organisation: platform admins, organisations made, acts on the command line.</summary>
    public static readonly Guid Platform = new("00000000-0000-7000-8000-000000000000");

    /// <param name="action">Its sentence is in the resources under <c>Audit.</c> and this name.</param>
    /// <param name="subject">A name without personal data, or null.</param>
    /// <param name="changes">Names of fields, with before and after only where those may be read by everybody who sees the logboek.</param>
    public void Add(Guid serviceId, Guid userId, string action, Guid? subjectId = null, string? subject = null, IReadOnlyList<FieldChange>? changes = null) =>
        Add(null, serviceId, userId, action, subjectId, subject, changes);

    /// <summary>For what concerns a whole organisation; the request must have entered it.</summary>
    public void AddForOrganisation(Guid organisationId, Guid? userId, string action, Guid? subjectId = null, string? subject = null, IReadOnlyList<FieldChange>? changes = null) =>
        Add(organisationId, null, userId, action, subjectId, subject, changes);

    /// <summary>For what concerns no organisation.</summary>
    public void AddForPlatform(Guid? userId, string action, Guid? subjectId = null, string? subject = null, IReadOnlyList<FieldChange>? changes = null) =>
        Add(Platform, null, userId, action, subjectId, subject, changes);

    private void Add(Guid? organisationId, Guid? serviceId, Guid? userId, string action, Guid? subjectId, string? subject, IReadOnlyList<FieldChange>? changes)
    {
        var now = clock.GetUtcNow();
        db.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            OrganisationId = organisationId,
            ServiceId = serviceId,
            UserId = userId,
            Action = action,
            SubjectId = subjectId,
            Subject = subject?.Length > AuditEntry.MaxSubjectLength ? subject[..AuditEntry.MaxSubjectLength] : subject,
            Changes = FieldChange.ToJson(changes),
            Address = origin?.Address,
            At = now,
        });
    }
}
