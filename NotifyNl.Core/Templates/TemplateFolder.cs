using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Templates;

/// <summary>A <em>map</em>: templates of a service that belong together, and that some of the team may not see (<see cref="Teams.Member.HiddenFolders"/>).</summary>
public sealed class TemplateFolder
{
    public const int MaxNameLength = 100;

    /// <summary>Folders within each other. Deeper, nobody finds a template again.</summary>
    public const int MaxDepth = 5;

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }

    /// <summary>The folder that it lies in; null at the top.</summary>
    public Guid? ParentId { get; set; }

    public required string Name { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class TemplateFolderConfiguration : IEntityTypeConfiguration<TemplateFolder>
{
    public void Configure(EntityTypeBuilder<TemplateFolder> folder)
    {
        folder.ToTable("template_folders");
        folder.Property(f => f.Name).HasMaxLength(TemplateFolder.MaxNameLength);
        folder.HasOne<Service>().WithMany().HasForeignKey(f => f.ServiceId);
        folder.HasOne<TemplateFolder>().WithMany().HasForeignKey(f => f.ParentId).OnDelete(DeleteBehavior.Restrict);
        folder.HasIndex(f => new { f.ServiceId, f.ParentId, f.Name }).IsUnique().AreNullsDistinct(false);
    }
}
