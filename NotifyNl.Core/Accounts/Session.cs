using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>One signed-in browser. The cookie only names it: whoever removes the row ends the session, on every node.</summary>
public sealed class Session
{
    public const int MaxDeviceLength = 100;

    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Platform admins only: they can do the most harm from a desk that was left.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(30);

    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;

    /// <summary>The user's security stamp at sign-in; a new stamp ends every session.</summary>
    public required string Stamp { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When this browser last showed a second factor: dangerous acts ask that it is recent.</summary>
    public required DateTimeOffset SecondFactorAt { get; set; }

    /// <summary>For example "Firefox op Windows".</summary>
    public required string Device { get; init; }

    /// <summary>The provider of single sign-on, or null for an account of our own.</summary>
    public string? Provider { get; init; }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.Property(s => s.Device).HasMaxLength(Session.MaxDeviceLength);
        session.Property(s => s.Stamp).HasMaxLength(100);
        session.Property(s => s.Provider).HasMaxLength(60);
        session.HasIndex(s => s.UserId);
    }
}
