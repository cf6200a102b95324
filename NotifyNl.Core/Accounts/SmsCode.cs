using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Accounts;

/// <summary>A security code that was sent to somebody's telephone.</summary>
public sealed class SmsCode
{
    public static readonly TimeSpan Valid = TimeSpan.FromMinutes(10);

    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }
    public User User { get; init; } = null!;

    /// <summary>The hash of the code, sealed.</summary>
    public required byte[] Code { get; init; }

    /// <summary>A new number that this code is to confirm, sealed; null when it went to the account's own number.</summary>
    public byte[]? NewNumber { get; init; }

    /// <summary>Wrong tries at this very code.</summary>
    public int Failures { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class SmsCodeConfiguration : IEntityTypeConfiguration<SmsCode>
{
    public void Configure(EntityTypeBuilder<SmsCode> code)
    {
        code.ToTable("sms_codes");
        code.HasIndex(c => new { c.UserId, c.CreatedAt });
    }
}
