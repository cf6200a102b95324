using NotifyNl.Data;

namespace NotifyNl.Audit;

/// <summary>The one writer of the <em>logboek</em>. An entry joins the unit of work of the change it tells of: both are saved, or neither.</summary>
public sealed class AuditLog(NotifyDbContext db, TimeProvider clock)
{
    /// <param name="action">Its sentence is in the resources under <c>Audit.</c> and this name.</param>
    /// <param name="subject">A name without personal data, or null.</param>
    public void Add(Guid serviceId, Guid userId, string action, Guid? subjectId = null, string? subject = null)
    {
        var now = clock.GetUtcNow();
        db.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            ServiceId = serviceId,
            UserId = userId,
            Action = action,
            SubjectId = subjectId,
            Subject = subject,
            At = now,
        });
    }
}
