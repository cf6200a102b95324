namespace NotifyNl.Delivery.Gateways;

/// <summary>What this node saw of its gateways, by the minute, until it is added to <see cref="GatewayMinute"/>.</summary>
public sealed class GatewayTallies(TimeProvider clock)
{
    private readonly Lock turn = new();
    private Dictionary<(DateTimeOffset Minute, string Gateway), Counts> counts = [];

    /// <param name="failed">The gateway as a whole did not serve the call.</param>
    public void Call(string gateway, TimeSpan took, GatewayAnswer answer, bool failed)
    {
        DeliveryMeter.Call(gateway, took, failed);
        lock (turn)
        {
            var at = At(Minute(clock.GetUtcNow()), gateway);
            at.Calls++;
            at.FailedCalls += failed ? 1 : 0;
            at.CallMilliseconds += (long)took.TotalMilliseconds;
            foreach (var outcome in answer.Outcomes)
            {
                switch (outcome.Kind)
                {
                    case OutcomeKind.Accepted: at.Accepted++; break;
                    case OutcomeKind.Deferred: at.Deferred++; break;
                    case OutcomeKind.Unknown: at.Unknown++; break;
                    default: at.Refused++; break;
                }
            }
        }
    }

    /// <param name="minute">In which the messages were handed over.</param>
    public void Receipts(string gateway, DateTimeOffset minute, int receipts, int inTime, double seconds)
    {
        DeliveryMeter.Receipts(gateway, receipts, seconds);
        lock (turn)
        {
            var at = At(Minute(minute), gateway);
            at.Receipts += receipts;
            at.ReceiptsInTime += inTime;
            at.ReceiptSeconds += (long)seconds;
        }
    }

    internal Dictionary<(DateTimeOffset Minute, string Gateway), Counts> Take()
    {
        lock (turn)
        {
            var taken = counts;
            counts = [];
            return taken;
        }
    }

    private Counts At(DateTimeOffset minute, string gateway) =>
        counts.TryGetValue((minute, gateway), out var known) ? known : counts[(minute, gateway)] = new Counts();

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    internal sealed class Counts
    {
        public int Calls, FailedCalls, Accepted, Refused, Deferred, Unknown, Receipts, ReceiptsInTime;
        public long CallMilliseconds, ReceiptSeconds;
    }
}
