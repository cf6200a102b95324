using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>What a browser was asked to sign with a passkey. Taken out at the first answer, so that no answer counts twice.</summary>
public sealed class PasskeyChallenge
{
    public static readonly TimeSpan Valid = TimeSpan.FromMinutes(10);

    public required Guid Id { get; init; }

    /// <summary>Identity's own record of the ceremony.</summary>
    public required string State { get; init; }

    /// <summary>Whose passkey is being made or asked for; null at a sign-in that does not say who it is.</summary>
    public Guid? UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class PasskeyChallengeConfiguration : IEntityTypeConfiguration<PasskeyChallenge>
{
    public void Configure(EntityTypeBuilder<PasskeyChallenge> challenge)
    {
        challenge.ToTable("passkey_challenges");
        challenge.HasIndex(c => c.CreatedAt);
    }
}
