using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>A person who works with the portal. Citizens have no account.</summary>
public sealed class User : IdentityUser<Guid>
{
    public const int MaxNameLength = 100;

    public required string Name { get; set; }

    /// <summary>Where this person's own test messages go, in E.164; sealed, because it is personal data.</summary>
    public byte[]? MobileNumber { get; set; }

    /// <summary>Governs the installation; sees settings of every service, but no message of a service it is not in.</summary>
    public bool IsPlatformAdmin { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastSignInAt { get; set; }
}

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.Property(u => u.Name).HasMaxLength(User.MaxNameLength);
    }
}
