using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;
using NotifyNl.ApiKeys;

namespace NotifyNl.Sending;

/// <summary>A checked recipient list. Its rows stand encrypted in <see cref="UploadRow"/>; a batch that sends it bears its id.</summary>
public sealed class Upload
{
    public const int MaxFileNameLength = 300;

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required Guid PinnedTemplateId { get; init; }
    public PinnedTemplate PinnedTemplate { get; init; } = null!;
    public required string FileName { get; init; }
    public required Guid CreatedById { get; init; }
    public User CreatedBy { get; init; } = null!;
    public required DateTimeOffset CreatedAt { get; init; }

    public required int RowCount { get; init; }
    public required int SendableCount { get; init; }

    /// <summary>Sms parts of all sendable rows together.</summary>
    public required long Parts { get; init; }

    /// <summary>What the check found about the list as a whole (<see cref="UploadReport"/> as JSON); holds counts and headings, no recipient data.</summary>
    public required string Report { get; init; }

    /// <summary>The kind of key that brought it; null for a list of a person. A list of a test key is never sent.</summary>
    public ApiKeyType? KeyType { get; init; }

    /// <summary>Sealed: the source system's own name for the whole list.</summary>
    public byte[]? Reference { get; init; }

    /// <summary>Keyed hash of the reference, for search by the whole of it.</summary>
    public Guid? ReferenceKey { get; init; }
}

internal sealed class UploadConfiguration : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> upload)
    {
        upload.Property(u => u.FileName).HasMaxLength(Upload.MaxFileNameLength);
        upload.Property(u => u.Report).HasColumnType("jsonb");
        upload.HasIndex(u => new { u.ServiceId, u.CreatedAt });
        upload.HasIndex(u => new { u.ServiceId, u.ReferenceKey }).HasFilter("reference_key is not null");
    }
}
