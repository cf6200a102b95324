using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>What a slot does: takes a set from the first lane that has one, and brings it to the gateways.</summary>
public sealed class SlotDelivery(DeliveryQueue queue, FairTurns turns, MessageWriter writer, GatewayLines lines, IOptions<DeliveryOptions> options, ILogger<SlotDelivery> logger)
{
    /// <summary>The slot that is never busy with anything less.</summary>
    public const int UrgentSlot = 0;

    /// <summary>What a stop leaves to calls under way; with their record it stays within the 10 seconds that a stop may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(7);

    private static readonly Lane[] Lanes = [Lane.Urgent, Lane.Normal, Lane.Bulk];

    /// <param name="cancel">Stops the taking; what is on the wire is finished and recorded.</param>
    /// <returns>How many messages it took; 0 when there is no work.</returns>
    public async Task<int> DeliverNextAsync(int slot, CancellationToken cancel)
    {
        if (!await lines.ReadyAsync(cancel))
            return 0;
        ClaimedSet? set;
        while ((set = await ClaimAsync(slot, cancel)) is null)
        {
            // What waits may wait for a gateway that is in trouble while another, for bound messages only, is open.
            if (!await lines.ComesBackAsync(cancel))
                return 0;
        }

        var delivery = new SetDelivery(set, lines, queue, writer, logger);
        using var grace = new CancellationTokenSource();
        await using var stop = cancel.Register(() => grace.CancelAfter(Grace));

        // One that fails does not break off its neighbours: their calls are on the wire.
        var portions = Enumerable.Range(0, options.Value.SetsInFlight).Select(_ => delivery.DrainAsync(grace.Token, cancel)).ToArray();
        await Task.WhenAll(portions);

        // Not where one broke off, as when the database went away: then only the claim knows what was in its hands, and the sweep reads it when the lease ends.
        await queue.EndAsync(set.Attempt, delivery.Left, grace.Token);
        cancel.ThrowIfCancellationRequested();
        return set.Messages.Count;
    }

    private async Task<ClaimedSet?> ClaimAsync(int slot, CancellationToken cancel)
    {
        foreach (var lane in slot == UrgentSlot ? Lanes[..1] : Lanes)
        {
            if (await turns.ClaimAsync(lane, lines.MayGo, lines.ClaimSize(options.Value.ClaimSize), cancel) is { } set)
                return set;
        }

        return null;
    }
}
