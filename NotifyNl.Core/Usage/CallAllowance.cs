using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.ApiKeys;

namespace NotifyNl.Usage;

/// <summary>The bucket of tokens of one service and one type of key: every API call takes one. Nodes take blocks of them (<c>CallLimiter</c>).</summary>
public sealed class CallAllowance
{
    public required Guid ServiceId { get; init; }
    public required ApiKeyType KeyType { get; init; }

    /// <summary>What was left at <see cref="At"/>; since then it fills up again.</summary>
    public required double Tokens { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class CallAllowanceConfiguration : IEntityTypeConfiguration<CallAllowance>
{
    public void Configure(EntityTypeBuilder<CallAllowance> allowance) =>
        allowance.ToTable("call_allowances").HasKey(a => new { a.ServiceId, a.KeyType });
}
