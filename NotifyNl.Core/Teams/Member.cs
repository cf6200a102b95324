using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;
using NotifyNl.Services;

namespace NotifyNl.Teams;

/// <summary>A <em>teamlid</em>: a user's place in the team of one service.</summary>
public sealed class Member
{
    public required Guid ServiceId { get; init; }
    public Service Service { get; init; } = null!;
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;
    public required Permissions Permissions { get; set; }

    /// <summary>Template folders that this member may not see, and so nothing that lies in them. New folders are there for everybody, unless they lie in one of these.</summary>
    public List<Guid> HiddenFolders { get; set; } = [];

    public bool May(Permissions permission) => (Permissions & permission) == permission;
}

internal sealed class MemberConfiguration : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.HasKey(m => new { m.ServiceId, m.UserId });
        member.HasIndex(m => m.UserId);
        member.Property(m => m.HiddenFolders).HasDefaultValueSql("'{}'");
    }
}
