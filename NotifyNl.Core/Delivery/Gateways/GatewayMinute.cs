using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Delivery.Gateways;

/// <summary>
/// How a gateway did in a minute, added up over all nodes every few seconds: shares, alarms and the status page read these and never look at messages.
/// What a killed node had not yet added is missing; no message depends on it.
/// </summary>
public sealed class GatewayMinute
{
    public required string Gateway { get; init; }
    public required DateTimeOffset Minute { get; init; }
    public required int Calls { get; init; }

    /// <summary>Calls that the gateway as a whole did not serve: no answer, a refusal of our account, too busy.</summary>
    public required int FailedCalls { get; init; }

    public required long CallMilliseconds { get; init; }
    public required int Accepted { get; init; }
    public required int Refused { get; init; }
    public required int Deferred { get; init; }
    public required int Unknown { get; init; }

    /// <summary>Of the messages handed over in this minute: how many got a final receipt, and how many of those within <see cref="InTime"/>.</summary>
    public required int Receipts { get; init; }

    public required int ReceiptsInTime { get; init; }
    public required long ReceiptSeconds { get; init; }

    public static readonly TimeSpan InTime = TimeSpan.FromMinutes(5);
}

internal sealed class GatewayMinuteConfiguration : IEntityTypeConfiguration<GatewayMinute>
{
    public void Configure(EntityTypeBuilder<GatewayMinute> minute)
    {
        minute.ToTable("gateway_minutes").HasKey(m => new { m.Minute, m.Gateway });
        minute.Property(m => m.Gateway).HasMaxLength(20);
    }
}
