using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Inbound;

/// <summary>A number, or a word on a shared number, that citizens can send texts to, and the service that reads them.</summary>
public sealed class InboundNumber
{
    public const int MaxNumberLength = 20;
    public const int MaxKeywordLength = 20;

    /// <summary>Digits only: <c>31970…</c> or a short code.</summary>
    public required string Number { get; init; }

    /// <summary>The first word, in capitals; empty for whatever bears no word of another service.</summary>
    public required string Keyword { get; init; }

    public required Guid ServiceId { get; init; }
}

internal sealed class InboundNumberConfiguration : IEntityTypeConfiguration<InboundNumber>
{
    public void Configure(EntityTypeBuilder<InboundNumber> number)
    {
        number.ToTable("inbound_numbers").HasKey(n => new { n.Number, n.Keyword });
        number.Property(n => n.Number).HasMaxLength(InboundNumber.MaxNumberLength);
        number.Property(n => n.Keyword).HasMaxLength(InboundNumber.MaxKeywordLength);
        number.HasIndex(n => n.ServiceId);
        number.HasOne<Service>().WithMany().HasForeignKey(n => n.ServiceId);
    }
}
