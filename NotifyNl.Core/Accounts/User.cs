using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>A person who works with the portal. Citizens have no account.</summary>
public sealed class User : IdentityUser<Guid>
{
    public const int MaxNameLength = 100;

    /// <summary>The installation itself, in whose name its own templates stand. It has no address and no way to sign in.</summary>
    public static readonly Guid SystemId = new("00000000-0000-7000-8000-000000000001");

    public required string Name { get; set; }

    /// <summary>Where this person's security codes and own test messages go, in E.164; sealed, because it is personal data.</summary>
    public byte[]? MobileNumber { get; set; }

    /// <summary>When a code that was sent to the number came back; before that it is no second factor.</summary>
    public DateTimeOffset? MobileConfirmedAt { get; set; }

    /// <summary>The secret shared with this person's code app, sealed; null without one.</summary>
    public byte[]? AuthenticatorKey { get; set; }

    /// <summary>The last step of time whose code was used: that code and older ones count no more.</summary>
    public long? AuthenticatorStep { get; set; }

    /// <summary>Wrong security codes in a row. Passwords have their own count (<see cref="IdentityUser{TKey}.AccessFailedCount"/>): a right password must not buy new tries at codes.</summary>
    public int CodeFailures { get; set; }

    public DateTimeOffset? CodesLockedUntil { get; set; }

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
