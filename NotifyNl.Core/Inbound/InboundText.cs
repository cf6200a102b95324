using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Inbound;

/// <summary>A text message that a citizen sent us, as the gateway told it. Number and text are sealed under the service, or under no service where none is known.</summary>
public sealed class InboundText
{
    public const int MaxReferenceLength = 64;

    public required Guid Id { get; init; }

    /// <summary>Whose number and word it was sent to; null when nobody's.</summary>
    public Guid? ServiceId { get; init; }

    public required string Gateway { get; init; }

    /// <summary>The gateway's own id, or a hash of the text where it gives none: what it tells twice is stored once.</summary>
    public required string Reference { get; init; }

    /// <summary>Our number, in digits.</summary>
    public required string SentTo { get; init; }

    public required byte[] Sender { get; init; }

    /// <summary>For search by whole number.</summary>
    public required Guid SenderKey { get; init; }

    public required byte[] Text { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When someone of the team first opened its conversation.</summary>
    public DateTimeOffset? ReadAt { get; init; }
}

internal sealed class InboundTextConfiguration : IEntityTypeConfiguration<InboundText>
{
    public void Configure(EntityTypeBuilder<InboundText> text)
    {
        text.ToTable("inbound_texts");
        text.Property(t => t.Gateway).HasMaxLength(20);
        text.Property(t => t.Reference).HasMaxLength(InboundText.MaxReferenceLength);
        text.Property(t => t.SentTo).HasMaxLength(InboundNumber.MaxNumberLength);
        text.HasIndex(t => new { t.Gateway, t.Reference }).IsUnique();
        text.HasIndex(t => new { t.ServiceId, t.ReceivedAt });
        text.HasIndex(t => new { t.ServiceId, t.SenderKey, t.ReceivedAt });
        text.HasOne<Service>().WithMany().HasForeignKey(t => t.ServiceId);
    }
}
