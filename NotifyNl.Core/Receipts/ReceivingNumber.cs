using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Receipts;

/// <summary>A number (or short code) to which citizens can send. It belongs to one service: by it a received text finds its inbox.</summary>
public sealed class ReceivingNumber
{
    public const int MaxLength = 16;

    /// <summary>In E.164 with its plus; a short code is digits alone.</summary>
    public required string Number { get; init; }

    public required Guid ServiceId { get; init; }
}

internal sealed class ReceivingNumberConfiguration : IEntityTypeConfiguration<ReceivingNumber>
{
    public void Configure(EntityTypeBuilder<ReceivingNumber> number)
    {
        number.ToTable("receiving_numbers").HasKey(n => n.Number);
        number.Property(n => n.Number).HasMaxLength(ReceivingNumber.MaxLength);
        number.HasOne<Service>().WithMany().HasForeignKey(n => n.ServiceId);
    }
}
