using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;

namespace NotifyNl.Audit;

/// <summary>
/// A line of the <em>logboek</em>: who did what, when, from where. Ids and names of fields only; never numbers, values or texts.
/// Nobody changes or removes a line (<see cref="AuditSql"/>), and a chain of hashes shows it when a superuser does (<see cref="AuditChain"/>).
/// </summary>
public sealed class AuditEntry
{
    public const int MaxSubjectLength = 300;

    /// <summary>The one act that nobody of the team did: the program's own, when a citizen sent STOP.</summary>
    public const string ByCitizen = "opt-out-by-text";

    public required Guid Id { get; init; }

    /// <summary>Whose chain it stands in. Left empty for a service: the database fills in the organisation of the service.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>Null where it concerns a whole organisation or the platform.</summary>
    public Guid? ServiceId { get; init; }

    /// <summary>Null where it was done on the server's command line, or by the program itself (<see cref="ByCitizen"/>).</summary>
    public Guid? UserId { get; init; }

    public User? User { get; init; }

    /// <summary>For example <c>template-created</c>; its sentence is in the resources.</summary>
    public required string Action { get; init; }

    /// <summary>The template, batch or member it concerns.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>What the subject is called, where that name is no personal data.</summary>
    public string? Subject { get; init; }

    /// <summary><see cref="FieldChange"/>s as JSON.</summary>
    public string? Changes { get; init; }

    /// <summary>The address of the person's machine, or null.</summary>
    public string? Address { get; init; }

    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<FieldChange> FieldChanges => FieldChange.FromJson(Changes);
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable(table => table.HasCheckConstraint("ck_audit_entries_organisation", "organisation_id is not null"));
        entry.Property(e => e.Action).HasMaxLength(60);
        entry.Property(e => e.Subject).HasMaxLength(AuditEntry.MaxSubjectLength);
        entry.Property(e => e.Address).HasMaxLength(45);
        entry.Ignore(e => e.FieldChanges);
        entry.HasIndex(e => new { e.ServiceId, e.At });
        entry.HasIndex(e => new { e.OrganisationId, e.At });
    }
}
