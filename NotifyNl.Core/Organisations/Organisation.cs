using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Organisations;

/// <summary>A public body: a ministry, a municipality, an executive agency.</summary>
public sealed class Organisation
{
    public const int MaxNameLength = 200;

    public required Guid Id { get; init; }
    public required string Name { get; set; }
}

internal sealed class OrganisationConfiguration : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> organisation)
    {
        organisation.Property(o => o.Name).HasMaxLength(Organisation.MaxNameLength);
        organisation.HasIndex(o => o.Name).IsUnique();
    }
}
