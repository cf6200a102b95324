using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>One row of a checked list. Written in sets by <see cref="UploadStore"/>, copied in one statement by <see cref="BatchCopy"/>.</summary>
public sealed class UploadRow
{
    public required Guid UploadId { get; init; }

    /// <summary>The line in the sheet as people see it; the heading is usually line 1.</summary>
    public required int RowNumber { get; init; }

    public required Guid ServiceId { get; init; }
    public required bool Sendable { get; init; }

    /// <summary>Sealed E.164, or null where the row has no valid number.</summary>
    public byte[]? Recipient { get; init; }

    /// <summary>Keyed hash of the number, for search by whole number.</summary>
    public Guid? RecipientKey { get; init; }

    /// <summary>Sealed JSON array: the values by order of the template's fields. Null also where they are gone (<see cref="HiddenTexts"/>).</summary>
    public byte[]? Personalisation { get; init; }

    /// <summary>Sealed JSON (<see cref="SealedRow"/>): every cell as shown, and what is wrong with it. Empty where they are gone (<see cref="HiddenTexts"/>).</summary>
    public required byte[] Cells { get; init; }

    public required short Parts { get; init; }
    public required SmsEncoding Encoding { get; init; }
}

internal sealed class UploadRowConfiguration : IEntityTypeConfiguration<UploadRow>
{
    public void Configure(EntityTypeBuilder<UploadRow> row)
    {
        row.HasKey(r => new { r.UploadId, r.RowNumber });
        row.HasOne<Upload>().WithMany().HasForeignKey(r => r.UploadId);

        // The faulty rows of a list are few and are shown first.
        row.HasIndex(r => new { r.UploadId, r.RowNumber }).HasFilter("not sendable").HasDatabaseName("ix_upload_rows_faulty");
    }
}
