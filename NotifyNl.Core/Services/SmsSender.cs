using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Services;

/// <summary>An <em>afzendernaam</em>: what stands at the top of the conversation on the telephone.</summary>
public sealed class SmsSender
{
    /// <summary>Letters and digits; source: 3GPP TS 23.040 §9.1.2.5, an alphanumeric address holds 11 septet characters.</summary>
    public const int MaxLength = 11;

    public const int MinLength = 3;

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required string Name { get; set; }
    public bool IsDefault { get; set; }
}

internal sealed class SmsSenderConfiguration : IEntityTypeConfiguration<SmsSender>
{
    public void Configure(EntityTypeBuilder<SmsSender> sender)
    {
        sender.Property(s => s.Name).HasMaxLength(SmsSender.MaxLength);
        sender.HasIndex(s => new { s.ServiceId, s.Name }).IsUnique();
        sender.HasIndex(s => s.ServiceId).IsUnique().HasFilter("is_default").HasDatabaseName("ix_sms_senders_one_default");
        sender.HasOne<Service>().WithMany().HasForeignKey(s => s.ServiceId);
    }
}
