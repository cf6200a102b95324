using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>
/// Somebody lost every second factor and asks the admins for help. Two different admins must say that they spoke this person; nobody can do it alone,
/// and the mailbox was proven before.
/// </summary>
public sealed class Recovery
{
    public static readonly TimeSpan Valid = TimeSpan.FromDays(2);

    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;

    /// <summary>Shown to the person, to be told to the admins by telephone or in person: both talk about the same request.</summary>
    public required string Word { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public Guid? FirstApproverId { get; set; }
    public User? FirstApprover { get; init; }
    public Guid? SecondApproverId { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public DateTimeOffset? RefusedAt { get; set; }
}

internal sealed class RecoveryConfiguration : IEntityTypeConfiguration<Recovery>
{
    public void Configure(EntityTypeBuilder<Recovery> recovery)
    {
        recovery.Property(r => r.Word).HasMaxLength(20);
        recovery.HasIndex(r => r.UserId);
        recovery.HasOne<User>().WithMany().HasForeignKey(r => r.SecondApproverId);
        recovery.Property(r => r.FirstApproverId).IsConcurrencyToken();
        recovery.Property(r => r.DoneAt).IsConcurrencyToken();
    }
}
