using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Receipts;

/// <summary>A receipt as a gateway sent it, stored before it is answered. All are kept, also those of unknown references.</summary>
public sealed class Receipt
{
    public required long Id { get; init; }
    public required string Gateway { get; init; }

    /// <summary>The message, or null when the reference is not one of ours.</summary>
    public Guid? NotificationId { get; init; }

    /// <summary>The gateway's own status and error code, for example <c>2</c> or <c>3/23</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What the gateway gave as a reference, where it is none of ours: kept for a look.</summary>
    public string? Reference { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

internal sealed class ReceiptConfiguration : IEntityTypeConfiguration<Receipt>
{
    public void Configure(EntityTypeBuilder<Receipt> receipt)
    {
        receipt.ToTable("receipts");
        receipt.Property(r => r.Id).UseIdentityAlwaysColumn();
        receipt.Property(r => r.Gateway).HasMaxLength(20);
        receipt.Property(r => r.Code).HasMaxLength(60);
        receipt.Property(r => r.Reference).HasMaxLength(GatewayReceipt.MaxReferenceLength);
        receipt.HasIndex(r => r.NotificationId);
        receipt.HasIndex(r => r.ReceivedAt).HasFilter("notification_id is null").HasDatabaseName("ix_receipts_unknown");
    }
}
