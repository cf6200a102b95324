using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Delivery;

/// <summary>
/// A set of messages in the hands of a node. Small and short-lived, so that finding what a dead node left needs no index on the large table:
/// of an expired claim the <see cref="NotificationStatus.Claimed"/> rows return to the queue and the <see cref="NotificationStatus.Submitting"/> ones become unknown.
/// </summary>
public sealed class Claim
{
    /// <summary>The attempt that every row of the set bears.</summary>
    public required Guid Attempt { get; init; }

    public required string Node { get; init; }

    /// <summary>By the database's clock.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    public required Guid[] NotificationIds { get; init; }
}

internal sealed class ClaimConfiguration : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> claim) => claim.ToTable("claims").HasKey(c => c.Attempt);
}
