using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>
/// A <em>verzending</em>: one press of "Verstuur" on a checked list. Its id is the list's id, so that a double click, a reload and two tabs make one batch.
/// </summary>
public sealed class Batch
{
    /// <summary>From this many rows a batch is bulk, whatever its template says.</summary>
    public const int BulkFrom = 200;

    /// <summary>
    /// Bears what simulated messages have in the place of a batch, so that they are counted apart: nobody pays for them and no page shows them. No batch has this id.
    /// </summary>
    public static readonly Guid OfTestKeys = new("00000000-0000-0000-0000-000000000001");

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required Guid PinnedTemplateId { get; init; }
    public PinnedTemplate PinnedTemplate { get; init; } = null!;

    /// <summary>The file's name, as the user knows it.</summary>
    public required string Name { get; init; }

    public required Lane Lane { get; init; }

    /// <summary>Rows that will become messages.</summary>
    public required int MessageCount { get; init; }

    public required Guid CreatedById { get; init; }
    public User CreatedBy { get; init; } = null!;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the rows may become messages; the moment of the press, or later when planned.</summary>
    public required DateTimeOffset ScheduledFor { get; init; }

    /// <summary>Set in the transaction that copies all rows: a batch has none of its messages, or all.</summary>
    public DateTimeOffset? CopiedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }
}

internal sealed class BatchConfiguration : IEntityTypeConfiguration<Batch>
{
    public void Configure(EntityTypeBuilder<Batch> batch)
    {
        batch.Property(b => b.Name).HasMaxLength(Upload.MaxFileNameLength);
        batch.HasOne<Upload>().WithOne().HasForeignKey<Batch>(b => b.Id);
        batch.HasIndex(b => new { b.ServiceId, b.CreatedAt });
        batch.HasIndex(b => b.ScheduledFor).HasFilter("copied_at is null and stopped_at is null").HasDatabaseName("ix_batches_due");
    }
}
