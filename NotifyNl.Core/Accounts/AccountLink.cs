using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

public enum AccountLinkPurpose : short
{
    /// <summary>Forgotten password.</summary>
    NewPassword,

    /// <summary>The new address proves that it is read.</summary>
    NewEmail,

    /// <summary>The owner of the mailbox asks for help: second factors lost.</summary>
    Recovery,

    /// <summary>Two admins helped: the account gets a new password and second factor.</summary>
    Restore,
}

/// <summary>A link that was mailed to the owner of an account and works once. A GET burns nothing: mail scanners open every link.</summary>
public sealed class AccountLink
{
    public static readonly TimeSpan Valid = TimeSpan.FromHours(1);

    /// <summary>Of <see cref="AccountLinkPurpose.Restore"/>: it comes when the second admin has time, not when its reader waits for it.</summary>
    public static readonly TimeSpan RestoreValid = TimeSpan.FromHours(24);

    public required Guid Id { get; init; }
    public required AccountLinkPurpose Purpose { get; init; }
    public required byte[] TokenHash { get; init; }
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;

    /// <summary>The address to confirm; set for <see cref="AccountLinkPurpose.NewEmail"/>.</summary>
    public string? Email { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    public LinkState State(DateTimeOffset now) => UsedAt is not null ? LinkState.Used : ExpiresAt <= now ? LinkState.Expired : LinkState.Valid;
}

internal sealed class AccountLinkConfiguration : IEntityTypeConfiguration<AccountLink>
{
    public void Configure(EntityTypeBuilder<AccountLink> link)
    {
        link.Property(l => l.Email).HasMaxLength(256);
        link.HasIndex(l => l.TokenHash).IsUnique();
        link.Property(l => l.UsedAt).IsConcurrencyToken();
    }
}
