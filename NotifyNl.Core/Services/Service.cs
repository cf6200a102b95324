using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Organisations;
using NotifyNl.Templates;

namespace NotifyNl.Services;

/// <summary>A <em>dienst</em>: one task of a public body that sends messages, with its own templates, team and limits.</summary>
public sealed class Service
{
    public const int MaxNameLength = 100;

    public required Guid Id { get; init; }
    public required Guid OrganisationId { get; init; }
    public Organisation Organisation { get; init; } = null!;
    public required string Name { get; set; }

    /// <summary>Every message begins with the name of the service and a colon, so that citizens know who writes.</summary>
    public bool PrefixesName { get; set; } = true;

    public AccentMode Accents { get; set; } = AccentMode.Keep;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What stands before every message, or null.</summary>
    public string? Prefix => PrefixesName ? Name : null;
}

internal sealed class ServiceConfiguration : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> service)
    {
        service.Property(s => s.Name).HasMaxLength(Service.MaxNameLength);
        service.HasIndex(s => new { s.OrganisationId, s.Name }).IsUnique();
    }
}
