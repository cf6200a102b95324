using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>
/// A browser that signed in to this account before, known by a cookie of its own. A sign-in elsewhere is mailed to the owner; and when a stranger's wrong
/// passwords lock the account, the owner still gets in from here.
/// </summary>
public sealed class KnownDevice
{
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;

    /// <summary>SHA-256 of the cookie's value.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>Wrong passwords from this browser while the account was locked.</summary>
    public int Failures { get; set; }

    public required DateTimeOffset SeenAt { get; set; }
}

internal sealed class KnownDeviceConfiguration : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> device)
    {
        device.ToTable("known_devices");
        device.HasKey(d => new { d.UserId, d.TokenHash });
    }
}
