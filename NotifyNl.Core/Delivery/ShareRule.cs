using NotifyNl.Delivery.Gateways;

namespace NotifyNl.Delivery;

/// <summary>How a gateway did lately, over all nodes.</summary>
/// <param name="SinceChange">Since its share was last moved; null for never.</param>
/// <param name="Calls">Of the last minute or two.</param>
/// <param name="Accepted">Messages that it took five to fifteen minutes ago.</param>
/// <param name="InTime">How many of those had a final receipt within five minutes.</param>
public sealed record GatewayHealth(string Name, short Share, TimeSpan? SinceChange, int Calls, int FailedCalls, int Accepted, int InTime)
{
    /// <summary>Null while there are too few to tell.</summary>
    public double? LateShare => Accepted < ShareRule.LeastAccepted ? null : 1 - ((double)Math.Min(InTime, Accepted) / Accepted);
}

/// <summary>
/// When a share moves. GOV.UK Notify moves ten points on more than 50 errors in a minute, or where 15 % of messages are slow; a dead provider then keeps half of
/// the traffic for minutes. Here errors halve the share, and slowness counts only where another gateway does better: else it is the network's.
/// </summary>
public static class ShareRule
{
    /// <summary>Never nothing: what gets no messages cannot show that it is well again.</summary>
    public const short LeastShare = 5;

    internal const int LeastAccepted = 100;

    private const int LeastCalls = 10;
    private const double ErrorShare = 0.1;
    private const double SlowShare = 0.15;
    private const short Step = 10;

    private static readonly TimeSpan AfterErrors = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AfterStep = TimeSpan.FromMinutes(1);

    /// <param name="others">Those that could take its messages.</param>
    /// <returns>The new share and why it is not full; null to leave it.</returns>
    public static (short Share, string? Reason)? Next(GatewayHealth health, IEnumerable<GatewayHealth> others)
    {
        var since = health.SinceChange ?? TimeSpan.MaxValue;
        if (health.Calls >= LeastCalls && health.FailedCalls >= ErrorShare * health.Calls)
            return since >= AfterErrors && health.Share > LeastShare ? (Lower(health.Share, health.Share / 2), "errors") : null;
        if (since < AfterStep)
            return null;
        if (health.LateShare is { } late && late >= SlowShare && others.Any(other => (other.LateShare ?? 0) <= late / 2))
            return health.Share > LeastShare ? (Lower(health.Share, Step), "slow-receipts") : null;
        if (health.Share >= GatewayState.FullShare)
            return null;
        var raised = (short)Math.Min(GatewayState.FullShare, health.Share + Step);
        return (raised, raised == GatewayState.FullShare ? null : "recovering");
    }

    private static short Lower(short share, int by) => (short)Math.Max(LeastShare, share - by);
}
