using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Receipts;

/// <summary>An sms of a citizen to a number of the service.</summary>
public sealed class ReceivedText
{
    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }

    /// <summary>The citizen's number in E.164, sealed.</summary>
    public required byte[] Source { get; init; }

    /// <summary>The keyed hash of the number: what makes texts a conversation, also with what was sent.</summary>
    public required Guid SourceKey { get; init; }

    /// <summary>Our number, in E.164.</summary>
    public required string Destination { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Message { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When someone of the team first opened the conversation.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class ReceivedTextConfiguration : IEntityTypeConfiguration<ReceivedText>
{
    public void Configure(EntityTypeBuilder<ReceivedText> text)
    {
        text.ToTable("received_texts");
        text.Property(t => t.Id).ValueGeneratedNever();
        text.Property(t => t.Destination).HasMaxLength(ReceivingNumber.MaxLength);
        text.HasOne<Service>().WithMany().HasForeignKey(t => t.ServiceId);
        text.HasIndex(t => new { t.ServiceId, t.ReceivedAt });
        text.HasIndex(t => new { t.ServiceId, t.SourceKey, t.ReceivedAt });
    }
}
