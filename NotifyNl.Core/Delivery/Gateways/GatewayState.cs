using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Delivery.Gateways;

/// <summary>What all nodes share about a gateway: its rate, its share, and whether a person has shut it.</summary>
public sealed class GatewayState
{
    public const short FullShare = 100;

    public required string Name { get; init; }

    /// <summary>Percentage of its weight that it gets now; lowered on errors and slow receipts, and slowly raised again.</summary>
    public required short Share { get; init; }

    public DateTimeOffset? ShareChangedAt { get; init; }

    /// <summary>Why the share is below full: <c>errors</c> or <c>slow-receipts</c>.</summary>
    public string? ShareReason { get; init; }

    /// <summary>When the next message may go, where the gateway has a rate: nodes push it on by what they reserve.</summary>
    public required DateTimeOffset FreeAt { get; init; }

    public DateTimeOffset? PausedAt { get; set; }

    public Guid? PausedById { get; set; }
}

internal sealed class GatewayStateConfiguration : IEntityTypeConfiguration<GatewayState>
{
    public void Configure(EntityTypeBuilder<GatewayState> state)
    {
        state.ToTable("gateways").HasKey(s => s.Name);
        state.Property(s => s.Name).HasMaxLength(20);
        state.Property(s => s.Share).HasDefaultValue(GatewayState.FullShare);
        state.Property(s => s.ShareReason).HasMaxLength(60);
        state.Property(s => s.FreeAt).HasDefaultValueSql("now()");
    }
}
