using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>A service whose turn it is, and the highest id that this node took of it last.</summary>
public readonly record struct Turn(Guid ServiceId, Guid After);

/// <summary>
/// Fair turns between services within a lane: each set is shared by the next services that have work, so that 200 messages never wait behind another's 100,000.
/// Nodes need not agree on whose turn it is: each takes turns among all.
/// </summary>
public sealed class FairTurns(DeliveryQueue queue, TimeProvider clock)
{
    /// <summary>Of one set. More would make sets of crumbs.</summary>
    internal const int MostServices = 8;

    private readonly Dictionary<Lane, LaneTurns> lanes = Enum.GetValues<Lane>().ToDictionary(lane => lane, _ => new LaneTurns(clock));

    /// <param name="mayGo">Whether messages of a service can be sent now; null for all.</param>
    /// <param name="most">Messages of the whole set.</param>
    /// <returns>The next set of the lane, or null when nothing waits that may go.</returns>
    public async Task<ClaimedSet?> ClaimAsync(Lane lane, Func<Guid, bool>? mayGo, int most, CancellationToken cancel)
    {
        var turns = lanes[lane];
        for (var looked = false; ;)
        {
            if (turns.IsOld)
            {
                turns.Renew(await queue.WaitingServicesAsync(lane, cancel));
                looked = true;
            }

            var next = turns.Next(mayGo);
            if (next.Length == 0)
            {
                if (looked)
                    return null;
                turns.Expire();
                continue;
            }

            var share = queue.Share(next.Length, most);
            var set = await queue.ClaimAsync(lane, next, share, cancel);
            turns.Took(next, set.Messages, share);
            if (set.Messages.Count > 0)
                return set;
        }
    }
}
