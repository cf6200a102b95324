using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.ApiKeys;

/// <summary>Someone on the <em>gastenlijst</em>: outside the team, and yet reachable with a team key and while the service is on trial.</summary>
public sealed class Guest
{
    /// <summary>Of each channel.</summary>
    public const int Most = 5;

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required MessageChannel Channel { get; init; }

    /// <summary>Sealed: a number in E.164.</summary>
    public required byte[] Recipient { get; init; }

    public required Guid RecipientKey { get; init; }
}

internal sealed class GuestConfiguration : IEntityTypeConfiguration<Guest>
{
    public void Configure(EntityTypeBuilder<Guest> guest)
    {
        guest.ToTable("guests");
        guest.HasOne<Service>().WithMany().HasForeignKey(g => g.ServiceId);
        guest.HasIndex(g => new { g.ServiceId, g.RecipientKey }).IsUnique();
    }
}
