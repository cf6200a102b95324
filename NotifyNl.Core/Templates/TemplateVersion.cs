using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;

namespace NotifyNl.Templates;

/// <summary>A template as it stood after one save. Never changed: sent messages point at it.</summary>
public sealed class TemplateVersion
{
    public required Guid TemplateId { get; init; }
    public required int Version { get; init; }
    public required Guid ServiceId { get; init; }
    public required string Name { get; init; }
    public required string Content { get; init; }
    public required Lane Lane { get; init; }
    public required Guid CreatedById { get; init; }
    public User CreatedBy { get; init; } = null!;
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class TemplateVersionConfiguration : IEntityTypeConfiguration<TemplateVersion>
{
    public void Configure(EntityTypeBuilder<TemplateVersion> version)
    {
        version.HasKey(v => new { v.TemplateId, v.Version });
        version.Property(v => v.Name).HasMaxLength(Template.MaxNameLength);
        version.HasOne<Template>().WithMany().HasForeignKey(v => v.TemplateId);
    }
}
