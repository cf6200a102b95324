using Microsoft.Extensions.Logging;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>A claimed set on its way: in portions to the gateways, a few at a time, each begun, called and recorded by itself.</summary>
internal sealed class SetDelivery
{
    /// <summary>What is bound to a gateway that is shut waits at least this long.</summary>
    private static readonly TimeSpan ShutWait = TimeSpan.FromSeconds(5);

    private readonly ClaimedSet set;
    private readonly GatewayLines lines;
    private readonly DeliveryQueue queue;
    private readonly MessageWriter writer;
    private readonly ILogger logger;
    private readonly Lock turn = new();
    private readonly Stack<Portion> portions = new();
    private readonly List<ClaimedMessage> left = [];

    public SetDelivery(ClaimedSet set, GatewayLines lines, DeliveryQueue queue, MessageWriter writer, ILogger logger)
    {
        (this.set, this.lines, this.queue, this.writer, this.logger) = (set, lines, queue, writer, logger);
        var free = new List<ClaimedMessage>(set.Messages.Count);
        var bound = new Dictionary<string, Portion>();
        foreach (var message in set.Messages)
        {
            var line = lines.BoundTo(message, out var name);
            if (name is null)
                free.Add(message);
            else if (bound.TryGetValue(name, out var portion))
                portion.Messages.Add(message);
            else
                bound[name] = new Portion(line, IsBound: true, [message]);
        }

        if (free.Count > 0)
            portions.Push(new Portion(null, IsBound: false, free));
        foreach (var portion in bound.Values)
            portions.Push(portion);
    }

    /// <summary>What was not begun.</summary>
    public Guid[] Left
    {
        get
        {
            lock (turn)
                return [.. left.Concat(portions.SelectMany(p => p.Messages)).Select(m => m.Id)];
        }
    }

    private bool IsUrgent => set.Lane == Lane.Urgent;

    /// <param name="grace">Ends what is on the wire.</param>
    /// <param name="stop">Nothing more is begun.</param>
    public async Task DrainAsync(CancellationToken grace, CancellationToken stop)
    {
        var stragglers = new List<Task>();
        try
        {
            while (!stop.IsCancellationRequested && Next() is { } portion)
            {
                if (portion.Line is { IsOpen: true } line)
                    stragglers.Add(await DeliverAsync(line, portion.Messages, grace, stop));
                else
                    await DeferAsync(portion);
                stragglers.RemoveAll(s => s.IsCompletedSuccessfully);
                if (stragglers.Exists(s => s.IsCompleted))
                    break; // as when the database went away: nothing more can be begun
            }
        }
        finally
        {
            await Task.WhenAll(stragglers);
        }
    }

    /// <returns>A set for an open gateway, or messages bound to one that is shut; null when nothing can go now.</returns>
    private Portion? Next()
    {
        lock (turn)
        {
            if (!portions.TryPop(out var portion))
                return null;
            if ((portion.IsBound ? portion.Line : lines.Choose()) is not { } line)
            {
                if (portion.IsBound)
                    return portion; // its gateway is not configured any more
                left.AddRange(portion.Messages);
                return null;
            }

            var size = line.SetSize;
            if (!line.IsOpen && portion.IsBound || portion.Messages.Count <= size)
                return portion with { Line = line };
            portions.Push(portion with { Messages = portion.Messages[size..] });
            return portion with { Line = line, Messages = portion.Messages[..size] };
        }
    }

    private Task DeferAsync(Portion portion)
    {
        if (!portion.IsBound)
        {
            lock (turn)
                portions.Push(portion with { Line = null }); // it shut in between: another may take them
            return Task.CompletedTask;
        }

        var wait = portion.Line is { IsShutByHand: false } line && line.Pause.Remaining > ShutWait ? line.Pause.Remaining : ShutWait;
        return RecordAsync([.. portion.Messages.Select(m => new Outcome(m.Id, OutcomeKind.Deferred, "gateway-paused"))], wait, CancellationToken.None);
    }

    /// <returns>What is still on the wire when most of it is through: the next portion need not wait for it.</returns>
    private async Task<Task> DeliverAsync(GatewayLine line, List<ClaimedMessage> messages, CancellationToken grace, CancellationToken stop)
    {
        GatewayLine.Place? place;
        try
        {
            place = await line.EnterAsync(messages, IsUrgent, () => queue.KeepAsync(set.Attempt, grace), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            lock (turn)
                left.AddRange(messages);
            return Task.CompletedTask;
        }

        if (place is null)
            return Task.CompletedTask;
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = CallAsync(line, place, messages, known, grace);
        await Task.WhenAny(calls, known.Task);
        return calls;
    }

    /// <param name="known">Told when the first answers are written down.</param>
    private async Task CallAsync(GatewayLine line, GatewayLine.Place place, List<ClaimedMessage> messages, TaskCompletionSource known, CancellationToken cancel)
    {
        using var held = place;
        var outgoing = new List<OutgoingSms>(messages.Count);
        var unreadable = new List<Outcome>();
        foreach (var message in messages)
        {
            if (await writer.WriteAsync(message, cancel) is { } sms)
                outgoing.Add(sms);
            else
                unreadable.Add(new Outcome(message.Id, OutcomeKind.Failed, "message-unreadable"));
        }

        var ours = await queue.BeginAsync(set.Attempt, line.Name, [.. messages.Select(m => m.Id)], cancel);
        outgoing.RemoveAll(sms => !ours.Contains(sms.Id));
        if (unreadable.Count > 0)
            await RecordAsync(line, unreadable, cancel);
        if (outgoing.Count == 0)
            return;
        await foreach (var answer in line.Call.SubmitAsync(outgoing, () => queue.KeepAsync(set.Attempt, cancel), cancel))
        {
            Weigh(line, answer);
            await RecordAsync(line, [.. answer.Outcomes], cancel);
            place.Free(answer.Outcomes.Count);
            known.TrySetResult();
        }
    }

    private async Task RecordAsync(GatewayLine line, List<Outcome> outcomes, CancellationToken cancel)
    {
        await RecordAsync(outcomes, line.Pause.Remaining, cancel);
        line.Measure(set.Lane, outcomes);
    }

    private void Weigh(GatewayLine line, GatewayAnswer answer)
    {
        if (answer.Trouble is not { } trouble)
        {
            line.Pause.Answered();
            return;
        }

        line.Pause.Trouble(trouble, feelTheWayBack: trouble.NeedsPeople || answer.Outcomes.Any(o => o.Kind == OutcomeKind.Unknown));
        logger.Log(
            trouble.NeedsPeople ? LogLevel.Error : LogLevel.Warning,
            "Gateway {Gateway} takes no messages now: {Cause}. Next try in {Seconds:0.0} s", line.Name, trouble.Cause, line.Pause.Remaining.TotalSeconds);
    }

    /// <summary>The gateway has spoken; a database that is away for a moment must not make that unknown.</summary>
    private async Task RecordAsync(List<Outcome> outcomes, TimeSpan atLeast, CancellationToken cancel)
    {
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait *= 3)
        {
            try
            {
                await queue.RecordAsync(set.Attempt, outcomes, atLeast, CancellationToken.None);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && wait < TimeSpan.FromSeconds(5) && !cancel.IsCancellationRequested)
            {
                logger.LogWarning(e, "The outcome of {Count} messages could not be stored; once more in {Wait}", outcomes.Count, wait);
                await Task.Delay(wait, CancellationToken.None);
            }
        }
    }

    /// <param name="IsBound">To this gateway and no other.</param>
    private sealed record Portion(GatewayLine? Line, bool IsBound, List<ClaimedMessage> Messages);
}
