using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;
using NotifyNl.Services;

namespace NotifyNl.ApiKeys;

/// <summary>
/// An <em>API-sleutel</em>: with it a source system signs its calls for one service. Its secret must be readable to check a signature, so that it is sealed and
/// not hashed (docs/adr/0012); people see it once, when the key is made.
/// </summary>
public sealed class ApiKey
{
    public const int MaxNameLength = 100;

    /// <summary>A revoked key is still known for so long: its calls are told that it was revoked, later that it does not exist.</summary>
    public static readonly TimeSpan RevokedIsKnown = TimeSpan.FromDays(7);

    /// <summary>After this, people are reminded to make a new key.</summary>
    public static readonly TimeSpan RotateAfter = TimeSpan.FromDays(365);

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required string Name { get; init; }
    public required ApiKeyType Type { get; init; }

    /// <summary>Sealed: the uuid whose text signs. See <see cref="ApiKeyEditor"/>.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Networks in CIDR notation that may use the key; empty for all.</summary>
    public string[] Networks { get; set; } = [];

    public required Guid CreatedById { get; init; }
    public User CreatedBy { get; init; } = null!;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this moment it counts as revoked; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>True to about a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    /// <summary>When it stopped or will stop to work; null for never.</summary>
    public DateTimeOffset? EndsAt => RevokedAt is { } revoked && !(ExpiresAt < revoked) ? revoked : ExpiresAt;

    public bool WorksAt(DateTimeOffset now) => !(EndsAt <= now);

    /// <summary>Old enough for a new one.</summary>
    public bool ShouldRotate(DateTimeOffset now) => WorksAt(now) && now >= CreatedAt + RotateAfter;

    /// <summary>What people paste into their source system: client libraries read service and secret from its end.</summary>
    public static string Text(string name, Guid serviceId, Guid secret)
    {
        // A blank in a key is what the .NET client refuses.
        var safe = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant())
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' ? c : '_');
        return $"{safe}-{serviceId}-{secret}";
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys");
        key.Property(k => k.Name).HasMaxLength(ApiKey.MaxNameLength);
        key.HasOne<Service>().WithMany().HasForeignKey(k => k.ServiceId);

        // Two working keys of a service may not share a name; revoking one frees it.
        key.HasIndex(k => new { k.ServiceId, k.Name }).IsUnique().HasFilter("revoked_at is null");
    }
}
