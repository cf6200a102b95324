using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>What a slot does: takes a set from the first lane that has one, and brings it to the gateway in calls of the gateway's size.</summary>
public sealed class SlotDelivery(
    DeliveryQueue queue, FairTurns turns, MessageWriter writer, ISmsGateway gateway, GatewayPause pause, IOptions<DeliveryOptions> options, ILogger<SlotDelivery> logger)
{
    /// <summary>The slot that is never busy with anything less.</summary>
    public const int UrgentSlot = 0;

    /// <summary>What a stop leaves to calls under way; with their record it stays within the 10 seconds that a stop may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(7);

    private static readonly Lane[] Lanes = [Lane.Urgent, Lane.Normal, Lane.Bulk];

    private readonly GatewayCall call = new(gateway);

    /// <param name="cancel">Stops the taking; what is on the wire is finished and recorded.</param>
    /// <returns>How many messages it took; 0 when there is no work.</returns>
    public async Task<int> DeliverNextAsync(int slot, CancellationToken cancel)
    {
        await pause.WaitAsync(cancel);
        var set = await ClaimAsync(slot, cancel);
        if (set is null)
            return 0;

        var size = pause.SetSize(gateway.MessagesPerCall);
        var sets = new ConcurrentQueue<ClaimedMessage[]>(set.Messages.Chunk(size));
        using var grace = new CancellationTokenSource();
        await using var stop = cancel.Register(() => grace.CancelAfter(Grace));

        // One that fails does not break off its neighbours: their calls are on the wire.
        var lines = Enumerable.Range(0, options.Value.SetsInFlight).Select(_ => DrainAsync(set.Attempt, sets, grace.Token, cancel)).ToArray();
        try
        {
            await Task.WhenAll(lines);
        }
        finally
        {
            await queue.EndAsync(set.Attempt, [.. sets.SelectMany(s => s).Select(m => m.Id)], grace.Token);
        }

        cancel.ThrowIfCancellationRequested();
        return set.Messages.Count;
    }

    private async Task<ClaimedSet?> ClaimAsync(int slot, CancellationToken cancel)
    {
        foreach (var lane in slot == UrgentSlot ? Lanes[..1] : Lanes)
        {
            if (await turns.ClaimAsync(lane, mayGo: null, cancel) is { } set)
                return set;
        }

        return null;
    }

    private async Task DrainAsync(Guid attempt, ConcurrentQueue<ClaimedMessage[]> sets, CancellationToken grace, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !pause.IsActive && sets.TryDequeue(out var messages))
            await DeliverAsync(attempt, messages, grace);
    }

    private async Task DeliverAsync(Guid attempt, ClaimedMessage[] messages, CancellationToken cancel)
    {
        var outgoing = new List<OutgoingSms>(messages.Length);
        var outcomes = new List<Outcome>();
        foreach (var message in messages)
        {
            if (await writer.WriteAsync(message, cancel) is { } sms)
                outgoing.Add(sms);
            else
                outcomes.Add(new Outcome(message.Id, OutcomeKind.Failed, "message-unreadable"));
        }

        var ours = await queue.BeginAsync(attempt, gateway.Name, [.. messages.Select(m => m.Id)], cancel);
        outgoing.RemoveAll(sms => !ours.Contains(sms.Id));
        if (outgoing.Count > 0)
        {
            var answer = await call.SubmitAsync(outgoing, () => queue.KeepAsync(attempt, cancel), cancel);
            outcomes.AddRange(answer.Outcomes);
            Weigh(answer);
        }

        await RecordAsync(attempt, outcomes, cancel);
    }

    private void Weigh(GatewayAnswer answer)
    {
        if (answer.Trouble is not { } trouble)
        {
            pause.Answered();
            return;
        }

        pause.Trouble(trouble, feelTheWayBack: trouble.NeedsPeople || answer.Outcomes.Any(o => o.Kind == OutcomeKind.Unknown));
        logger.Log(
            trouble.NeedsPeople ? LogLevel.Error : LogLevel.Warning,
            "Gateway {Gateway} takes no messages now: {Cause}. Next try in {Seconds:0.0} s", gateway.Name, trouble.Cause, pause.Remaining.TotalSeconds);
    }

    /// <summary>The gateway has spoken; a database that is away for a moment must not make that unknown.</summary>
    private async Task RecordAsync(Guid attempt, List<Outcome> outcomes, CancellationToken cancel)
    {
        var retryIn = pause.Remaining;
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait *= 3)
        {
            try
            {
                await queue.RecordAsync(attempt, outcomes, retryIn, CancellationToken.None);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && wait < TimeSpan.FromSeconds(5) && !cancel.IsCancellationRequested)
            {
                logger.LogWarning(e, "The outcome of {Count} messages could not be stored; once more in {Wait}", outcomes.Count, wait);
                await Task.Delay(wait, CancellationToken.None);
            }
        }
    }
}
