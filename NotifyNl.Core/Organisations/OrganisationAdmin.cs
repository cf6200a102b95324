using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;

namespace NotifyNl.Organisations;

/// <summary>Who sees the services, the members and the usage of one public body, without being in any of its teams.</summary>
public sealed class OrganisationAdmin
{
    public required Guid OrganisationId { get; init; }
    public Organisation Organisation { get; init; } = null!;
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;
}

internal sealed class OrganisationAdminConfiguration : IEntityTypeConfiguration<OrganisationAdmin>
{
    public void Configure(EntityTypeBuilder<OrganisationAdmin> admin)
    {
        admin.HasKey(a => new { a.OrganisationId, a.UserId });
        admin.HasIndex(a => a.UserId);
    }
}
