using NotifyNl.Delivery.Gateways;

namespace NotifyNl.Delivery;

/// <summary>
/// Lets a gateway in trouble alone: this node's slots wait, twice as long after each further trouble, and then feel their way back with one message.
/// So an outage costs a few unknown messages instead of one set after another.
/// </summary>
public sealed class GatewayPause(TimeProvider clock)
{
    internal static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>No gateway may hold us up longer than this by asking for it.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    private readonly Lock turn = new();
    private DateTimeOffset until = DateTimeOffset.MinValue;
    private int troubles;
    private bool careful;

    public TimeSpan Remaining
    {
        get
        {
            lock (turn)
                return until - clock.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero;
        }
    }

    public bool IsActive => Remaining > TimeSpan.Zero;

    /// <summary>How many messages the next call may carry.</summary>
    public int SetSize(int largest)
    {
        lock (turn)
            return careful ? 1 : largest;
    }

    /// <param name="feelTheWayBack">Go on with one message; not needed where the gateway was well and only busy.</param>
    public void Trouble(GatewayTrouble trouble, bool feelTheWayBack)
    {
        lock (turn)
        {
            // Calls that were under way together fail together: that is one trouble.
            var now = clock.GetUtcNow();
            careful |= feelTheWayBack;
            if (until <= now)
                troubles++;
            var own = TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(troubles - 1, 20)));
            var asked = trouble.RetryAfter is { } after && after > own ? after : own;
            var end = now + (asked < LongestAsked ? asked : LongestAsked);
            until = end > until ? end : until;
        }
    }

    /// <summary>A call that began before the trouble does not end the pause.</summary>
    public void Answered()
    {
        lock (turn)
        {
            if (until <= clock.GetUtcNow())
                (troubles, careful) = (0, false);
        }
    }

    public Task WaitAsync(CancellationToken cancel) => Remaining is { Ticks: > 0 } left ? Task.Delay(left, clock, cancel) : Task.CompletedTask;
}
