using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;

namespace NotifyNl.Audit;

/// <summary>A line of the <em>logboek</em>: who did what, when. Ids and names of fields only; never numbers, values or texts.</summary>
public sealed class AuditEntry
{
    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;

    /// <summary>For example <c>template-created</c>; its sentence is in the resources.</summary>
    public required string Action { get; init; }

    /// <summary>The template, batch or member it concerns.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>What the subject is called, where that name is no personal data.</summary>
    public string? Subject { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.Property(e => e.Action).HasMaxLength(60);
        entry.Property(e => e.Subject).HasMaxLength(300);
        entry.HasIndex(e => new { e.ServiceId, e.At });
    }
}
