namespace NotifyNl.Delivery;

/// <summary>A gateway over the last hour, all nodes together.</summary>
public sealed record GatewayFigures(string Name)
{
    /// <summary>One call that fails is a mishap.</summary>
    private const int LeastFailures = 2;

    public short Share { get; init; }
    public string? ShareReason { get; init; }
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Of this minute and the last.</summary>
    public int RecentCalls { get; init; }

    public int RecentFailures { get; init; }
    public int Calls { get; init; }
    public int Failures { get; init; }
    public long CallMilliseconds { get; init; }
    public int Accepted { get; init; }
    public int Refused { get; init; }
    public int Deferred { get; init; }
    public int Unknown { get; init; }
    public int Receipts { get; init; }
    public int ReceiptsInTime { get; init; }
    public long ReceiptSeconds { get; init; }

    /// <summary>It had a call in the last day; a gateway in reserve says nothing about an outage.</summary>
    public bool IsInUse { get; init; }

    public bool IsOut => PausedAt is not null || (RecentFailures >= LeastFailures && RecentFailures == RecentCalls);

    public double? MeanCallMilliseconds => Calls == 0 ? null : (double)CallMilliseconds / Calls;

    public double? MeanReceiptSeconds => Receipts == 0 ? null : (double)ReceiptSeconds / Receipts;
}
