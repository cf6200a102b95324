using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Templates;

/// <summary>A <em>sjabloon</em>: a reusable text of one service, with ((fields)) for what differs per recipient.</summary>
public sealed class Template
{
    public const int MaxNameLength = 200;

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required string Name { get; set; }
    public required string Content { get; set; }
    public Lane Lane { get; set; } = Lane.Normal;
    public MessageChannel Channel { get; init; } = MessageChannel.Sms;

    /// <summary>Counts up by one at every save; <see cref="TemplateVersion"/> keeps each.</summary>
    public int Version { get; set; } = 1;

    /// <summary>What was filled in is shown nowhere and is removed once a message has left (<see cref="Sending.HiddenTexts"/>); cannot be undone.</summary>
    public bool HidesAfterSending { get; private set; }

    /// <summary>The folder that it lies in; null at the top.</summary>
    public Guid? FolderId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? ArchivedAt { get; private set; }

    public void HideAfterSending() => HidesAfterSending = true;

    public void Archive(DateTimeOffset now) => ArchivedAt ??= now;
}

internal sealed class TemplateConfiguration : IEntityTypeConfiguration<Template>
{
    public void Configure(EntityTypeBuilder<Template> template)
    {
        template.Property(t => t.Name).HasMaxLength(Template.MaxNameLength);
        template.HasOne<Service>().WithMany().HasForeignKey(t => t.ServiceId);

        // What is left in a folder that goes was archived: it has no place any more.
        template.HasOne<TemplateFolder>().WithMany().HasForeignKey(t => t.FolderId).OnDelete(DeleteBehavior.SetNull);

        // The few that hide are asked for at every message that leaves.
        template.HasIndex(t => t.ServiceId).HasFilter("hides_after_sending").HasDatabaseName("ix_templates_hiding");

        // Two people who save at once: the second is told, not silently the winner.
        template.Property(t => t.Version).IsConcurrencyToken();

        // Two live templates of a service may not share a name; archiving one frees it.
        template.HasIndex(t => new { t.ServiceId, t.Name }).IsUnique().HasFilter("archived_at is null");
    }
}
