using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Organisations;
using NotifyNl.Templates;

namespace NotifyNl.Services;

/// <summary>A <em>dienst</em>: one task of a public body that sends messages, with its own templates, team and limits.</summary>
public sealed class Service
{
    public const int MaxNameLength = 100;
    public const int MinRetentionDays = 3;
    public const int MaxRetentionDays = 90;
    public const int DefaultRetentionDays = 7;

    public required Guid Id { get; init; }
    public required Guid OrganisationId { get; init; }
    public Organisation Organisation { get; init; } = null!;
    public required string Name { get; set; }

    /// <summary>Every message begins with the name of the service and a colon, so that citizens know who writes.</summary>
    public bool PrefixesName { get; set; } = true;

    public AccentMode Accents { get; set; } = AccentMode.Keep;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Days that numbers, values, texts and lists stay after they were sent or uploaded; counts stay.</summary>
    public int RetentionDays { get; set; } = DefaultRetentionDays;

    /// <summary>When it went live; null in the trial period.</summary>
    public DateTimeOffset? LiveAt { get; private set; }

    public bool IsLive => LiveAt is not null;

    public void GoLive(DateTimeOffset now) => LiveAt ??= now;

    /// <summary>What stands before every message, or null.</summary>
    public string? Prefix => PrefixesName ? Name : null;
}

internal sealed class ServiceConfiguration : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> service)
    {
        service.Property(s => s.Name).HasMaxLength(Service.MaxNameLength);
        service.Ignore(s => s.IsLive);
        service.Property(s => s.RetentionDays).HasDefaultValue(Service.DefaultRetentionDays);
        service.ToTable(table => table.HasCheckConstraint("ck_services_retention", "retention_days between 3 and 90"));
        service.HasIndex(s => new { s.OrganisationId, s.Name }).IsUnique();
    }
}
