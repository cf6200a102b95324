using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>
/// All that decides how messages read besides their own values: the template version, the sender, the prefix, the treatment of accents.
/// Pinned when a list is checked, so that what was previewed is what is sent, whatever is edited meanwhile. Never changed.
/// </summary>
public sealed class PinnedTemplate
{
    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required Guid TemplateId { get; init; }
    public required int TemplateVersion { get; init; }
    public TemplateVersion Template { get; init; } = null!;
    public required string Sender { get; init; }
    public required string? Prefix { get; init; }
    public required AccentMode Accents { get; init; }
}

internal sealed class PinnedTemplateConfiguration : IEntityTypeConfiguration<PinnedTemplate>
{
    public void Configure(EntityTypeBuilder<PinnedTemplate> pinned)
    {
        pinned.Property(p => p.Sender).HasMaxLength(16);
        pinned.Property(p => p.Prefix).HasMaxLength(Service.MaxNameLength);
        pinned.HasOne(p => p.Template).WithMany().HasForeignKey(p => new { p.TemplateId, p.TemplateVersion });

        // One row for all single messages that read alike.
        pinned.HasIndex(p => new { p.ServiceId, p.TemplateId, p.TemplateVersion, p.Sender, p.Prefix, p.Accents }).IsUnique().AreNullsDistinct(false);
    }
}
