using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Teams;

namespace NotifyNl.Accounts;

/// <summary>What an <em>uitnodiging</em> lets somebody into.</summary>
public enum InvitationKind : short
{
    /// <summary>An account and nothing else: somebody of a public body who registered.</summary>
    Registration,

    /// <summary>The team of a service.</summary>
    Service,

    /// <summary>The admins of an organisation.</summary>
    Organisation,

    /// <summary>The admins of the installation.</summary>
    Platform,
}

/// <summary>An <em>uitnodiging</em>: a link that was mailed to one address. Who opens it proves to read that address, so accepting also confirms it.</summary>
public sealed class Invitation
{
    public static readonly TimeSpan Valid = TimeSpan.FromDays(7);

    /// <summary>Shorter: it opens the whole installation.</summary>
    public static readonly TimeSpan PlatformValid = TimeSpan.FromHours(24);

    public required Guid Id { get; init; }
    public required InvitationKind Kind { get; init; }

    /// <summary>SHA-256 of the link's token; sending again makes a new one and the old link ends.</summary>
    public required byte[] TokenHash { get; set; }

    public required string Email { get; init; }

    /// <summary>What the person gave as a name when registering; empty for an invitation by others.</summary>
    public string Name { get; init; } = "";

    /// <summary>Set for <see cref="InvitationKind.Service"/>.</summary>
    public Guid? ServiceId { get; init; }
    public Service? Service { get; init; }

    /// <summary>What the new member may do in the service.</summary>
    public Permissions Permissions { get; set; }

    /// <summary>Template folders that the new member will not see; as of a <see cref="Member"/>.</summary>
    public List<Guid> HiddenFolders { get; init; } = [];

    /// <summary>Set for <see cref="InvitationKind.Organisation"/>.</summary>
    public Guid? OrganisationId { get; init; }
    public Organisation? Organisation { get; init; }

    /// <summary>Null for a registration, and for an invitation from the command line.</summary>
    public Guid? InvitedById { get; init; }
    public User? InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public Guid? AcceptedById { get; private set; }

    public LinkState State(DateTimeOffset now) =>
        AcceptedAt is not null ? LinkState.Used
        : WithdrawnAt is not null ? LinkState.Withdrawn
        : ExpiresAt <= now ? LinkState.Expired
        : LinkState.Valid;

    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;

    public void Accept(Guid userId, DateTimeOffset now) => (AcceptedById, AcceptedAt) = (userId, now);
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.Property(i => i.Email).HasMaxLength(256);
        invitation.Property(i => i.Name).HasMaxLength(User.MaxNameLength);
        invitation.Property(i => i.HiddenFolders).HasDefaultValueSql("'{}'");
        invitation.HasIndex(i => i.TokenHash).IsUnique();
        invitation.HasIndex(i => new { i.ServiceId, i.Email });

        // Two browsers that accept at once: the database lets one of them.
        invitation.Property(i => i.AcceptedAt).IsConcurrencyToken();
        invitation.HasOne<User>().WithMany().HasForeignKey(i => i.AcceptedById);
    }
}
