using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Usage;

/// <summary>What a daily limit counts.</summary>
public enum DayLimit : short
{
    Sms = 0,

    /// <summary>Of those, to other countries.</summary>
    SmsAbroad = 1,
}

/// <summary>How much of a daily limit is given out, blocks in the hands of nodes included (<c>DayLimiter</c>).</summary>
public sealed class DayAllowance
{
    public required Guid ServiceId { get; init; }

    /// <summary>In Europe/Amsterdam.</summary>
    public required DateOnly Day { get; init; }

    public required DayLimit Kind { get; init; }
    public required int Taken { get; init; }
}

internal sealed class DayAllowanceConfiguration : IEntityTypeConfiguration<DayAllowance>
{
    public void Configure(EntityTypeBuilder<DayAllowance> allowance) =>
        allowance.ToTable("day_allowances").HasKey(a => new { a.ServiceId, a.Day, a.Kind });
}
