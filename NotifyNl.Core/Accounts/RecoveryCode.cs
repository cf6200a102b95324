using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>A code on paper that takes the place of a lost telephone, once.</summary>
public sealed class RecoveryCode
{
    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;

    /// <summary>The hash of the code, sealed: neither a copy of the database nor the key alone reads it.</summary>
    public required byte[] Code { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("recovery_codes");
        code.HasIndex(c => c.UserId);
    }
}
