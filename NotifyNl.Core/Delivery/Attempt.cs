using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Delivery;

/// <summary>
/// An attempt that did not end with the gateway's "yes". The message's own row is the record of the attempt under way and of one that was accepted, so that the
/// usual way of a message costs no row more (docs/adr/0013).
/// </summary>
public sealed class Attempt
{
    public required Guid NotificationId { get; init; }

    /// <summary>Committed before the call.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    public required Guid ServiceId { get; init; }
    public required string Gateway { get; init; }

    /// <summary>When we wrote down what became of it; for a node that was lost: when that was found.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What it made of the message: <see cref="NotificationStatus.Deferred"/>, <see cref="NotificationStatus.Unknown"/> or a refusal.</summary>
    public required NotificationStatus Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>What the gateway was given to name it by in receipts: the same for each attempt, so that the receipt of any of them settles the message.</summary>
    public string Reference => NotificationId.ToString("N");
}

internal sealed class AttemptConfiguration : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.ToTable("attempts");
        attempt.HasKey(a => new { a.NotificationId, a.BegunAt }); // a message has one attempt at a time
        attempt.Property(a => a.Gateway).HasMaxLength(20);
        attempt.Property(a => a.Reason).HasMaxLength(60);
        attempt.HasOne<Notification>().WithMany().HasForeignKey(a => a.NotificationId).OnDelete(DeleteBehavior.Cascade);
    }
}
