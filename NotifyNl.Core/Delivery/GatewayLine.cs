using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>A gateway as this node works with it: whether it is open, its share of the messages, how many it may get at a time.</summary>
public sealed class GatewayLine(ISmsGateway gateway, GatewayOptions options, GatewayRate rate, GatewayTallies tallies, TimeProvider clock)
{
    /// <summary>Messages that are begun together where a call takes one: KNOWN figures in docs/adr/0015.</summary>
    private const int LargestGroup = 64;

    /// <summary>A set is at most this much of a limited rate, so that a new set of another service or lane soon has its turn.</summary>
    private const double SetSeconds = 0.25;

    private readonly int fullSize = options.CallSize > 1 ? options.CallSize : Math.Min(LargestGroup, options.CallLimit);

    private volatile bool shutByHand;
    private volatile int share = GatewayState.FullShare;

    public string Name => gateway.Name;

    public GatewayOptions Options => options;

    public GatewayPause Pause { get; } = new(clock);

    public GatewayCall Call { get; } = new(gateway, tallies, clock);

    public bool IsShutByHand => shutByHand;

    public bool IsOpen => !shutByHand && !Pause.IsActive;

    public int Share => share;

    /// <summary>Its part of the messages that may go anywhere, beside the pulls of the others.</summary>
    public double Pull => options.Weight * share / (double)GatewayState.FullShare;

    private SemaphoreSlim Calls { get; } = new(options.CallLimit);

    /// <summary>One set at a time gathers its calls, or two would wait for each other's.</summary>
    private SemaphoreSlim Door { get; } = new(1);

    private bool IsLimited => options.MessagesPerSecond > 0 || options.PartsPerSecond > 0;

    /// <summary>Messages that the next set may hold.</summary>
    public int SetSize => Math.Min(Pause.SetSize(fullSize), RatedSize(SetSeconds, fullSize));

    internal void Measure(Lane lane, IReadOnlyList<Outcome> outcomes) => DeliveryMeter.Outcomes(Name, lane, outcomes, clock.GetUtcNow());

    internal void Learn(int shared, bool shut) => (share, shutByHand) = (shared, shut);

    /// <summary>How many messages the rate allows in a time.</summary>
    public int RatedSize(double seconds, int most)
    {
        if (!IsLimited)
            return most;
        var perSecond = Math.Min(options.MessagesPerSecond > 0 ? options.MessagesPerSecond : int.MaxValue, options.PartsPerSecond > 0 ? options.PartsPerSecond : int.MaxValue);
        return (int)Math.Clamp(perSecond * seconds, 1, most);
    }

    /// <summary>Waits until a set may be begun: until this node has as many calls free, and for its time in the rate that all nodes share.</summary>
    /// <param name="urgent">Takes no place and pushes in.</param>
    /// <returns>What to dispose of after the calls; null when the set is no longer ours.</returns>
    internal async Task<Place?> EnterAsync(IReadOnlyList<ClaimedMessage> messages, bool urgent, Func<Task<bool>> keep, CancellationToken cancel)
    {
        var place = new Place(Calls);
        try
        {
            if (!urgent)
                await TakeAsync(place, options.CallSize > 1 ? 1 : messages.Count, cancel);
            if (!IsLimited || await rate.WaitAsync(Name, Length(messages), urgent, keep, cancel))
                return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }

        place.Dispose();
        return null;
    }

    private async Task TakeAsync(Place place, int count, CancellationToken cancel)
    {
        await Door.WaitAsync(cancel);
        try
        {
            for (var i = 0; i < count; i++)
            {
                await Calls.WaitAsync(cancel);
                place.Took();
            }
        }
        finally
        {
            Door.Release();
        }
    }

    /// <summary>By the messages or by the parts, whichever takes longer.</summary>
    private TimeSpan Length(IReadOnlyList<ClaimedMessage> messages) => TimeSpan.FromSeconds(Math.Max(
        options.MessagesPerSecond > 0 ? (double)messages.Count / options.MessagesPerSecond : 0,
        options.PartsPerSecond > 0 ? (double)messages.Sum(m => m.Parts) / options.PartsPerSecond : 0));

    /// <summary>The calls that a set may make; those that it is through with are others'.</summary>
    internal sealed class Place(SemaphoreSlim calls) : IDisposable
    {
        private int held;

        internal void Took() => held++;

        /// <summary>So many calls are over.</summary>
        public void Free(int count)
        {
            count = Math.Min(count, held);
            held -= count;
            if (count > 0)
                calls.Release(count);
        }

        public void Dispose() => Free(held);
    }
}
