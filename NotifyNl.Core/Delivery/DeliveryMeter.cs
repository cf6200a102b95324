using System.Diagnostics;
using System.Diagnostics.Metrics;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>What delivery tells to whoever measures it. Nothing here costs when nobody listens.</summary>
public static class DeliveryMeter
{
    public const string Name = "NotifyNl";

    public static readonly Meter Meter = new(Name);

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>("notify.gateway.call.duration", "s", "Calls to a gateway.");
    private static readonly Counter<long> Messages = Meter.CreateCounter<long>("notify.gateway.messages", "{message}", "Messages by what became of the call.");
    private static readonly Histogram<double> Accepts = Meter.CreateHistogram<double>("notify.message.accept.duration", "s", "From the making of a message to the gateway's yes.");
    private static readonly Counter<long> Told = Meter.CreateCounter<long>("notify.receipts", "{receipt}", "First final receipts of messages.");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("notify.receipts.lag", "s", "From the gateway's yes to the final receipt, the mean of a commit.");

    internal static void Call(string gateway, TimeSpan took, bool failed) =>
        Calls.Record(took.TotalSeconds, new KeyValuePair<string, object?>("gateway", gateway), new KeyValuePair<string, object?>("failed", failed));

    internal static void Outcomes(string gateway, Lane lane, IReadOnlyList<Outcome> outcomes, DateTimeOffset now)
    {
        if (Messages.Enabled)
        {
            foreach (var kind in outcomes.GroupBy(o => o.Kind))
            {
                Messages.Add(
                    kind.Count(), new("gateway", gateway), new("lane", lane.ToString().ToLowerInvariant()), new("outcome", kind.Key.ToString().ToLowerInvariant()));
            }
        }

        if (!Accepts.Enabled)
            return;
        var name = new KeyValuePair<string, object?>("lane", lane.ToString().ToLowerInvariant());
        foreach (var outcome in outcomes)
        {
            if (outcome.Kind == OutcomeKind.Accepted)
                Accepts.Record((now - MadeAt(outcome.Id)).TotalSeconds, name);
        }
    }

    internal static void Receipts(string gateway, int receipts, double seconds)
    {
        var name = new KeyValuePair<string, object?>("gateway", gateway);
        Told.Add(receipts, name);
        Lag.Record(seconds / receipts, name);
    }

    /// <summary>The first 48 bits of our ids are the milliseconds of their making.</summary>
    private static DateTimeOffset MadeAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        foreach (var b in bytes[..6])
            milliseconds = (milliseconds << 8) | b;
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
