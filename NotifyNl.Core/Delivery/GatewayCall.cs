using NotifyNl.Delivery.Gateways;

namespace NotifyNl.Delivery;

/// <summary>
/// Brings a set to a gateway: in one call, or in as many at once where the gateway takes one message a call; and where it refuses the whole because of one message,
/// in halves until that one stands alone.
/// </summary>
public sealed class GatewayCall(ISmsGateway gateway, GatewayTallies tallies, TimeProvider clock)
{
    /// <summary>Of calls that went out together, more failing ones than this are trouble of the gateway; fewer are mishaps of their own.</summary>
    private const double MishapShare = 0.2;

    /// <param name="keep">Asked before each further call: whether the messages are still ours to send.</param>
    public Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, Func<Task<bool>> keep, CancellationToken cancel) =>
        gateway.MessagesPerCall == 1 && messages.Count > 1 ? SubmitEachAsync(messages, cancel) : SubmitWholeAsync(messages, keep, cancel);

    private async Task<GatewayAnswer> SubmitEachAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(messages.Select(message => CallAsync([message], cancel)));
        var troubled = answers.Where(a => a.Trouble is not null).ToArray();
        var worst = Array.Find(troubled, a => a.Trouble!.NeedsPeople) ?? Array.Find(troubled, a => a.Trouble!.RetryAfter is not null) ?? troubled.FirstOrDefault();
        var isTrouble = worst is not null && (worst.Trouble!.NeedsPeople || worst.Trouble.RetryAfter is not null || troubled.Length > MishapShare * answers.Length);
        return new GatewayAnswer([.. answers.SelectMany(a => a.Outcomes)], isTrouble ? worst!.Trouble : null);
    }

    private async Task<GatewayAnswer> SubmitWholeAsync(IReadOnlyList<OutgoingSms> messages, Func<Task<bool>> keep, CancellationToken cancel)
    {
        var outcomes = new List<Outcome>(messages.Count);
        var waiting = new Stack<IReadOnlyList<OutgoingSms>>([messages]);
        while (waiting.TryPop(out var part))
        {
            if (part.Count < messages.Count && !await keep())
                break; // another node has them now; it writes down what becomes of them
            var answer = await CallAsync(part, cancel);
            if (answer.Halve)
            {
                waiting.Push([.. part.Skip(part.Count / 2)]);
                waiting.Push([.. part.Take(part.Count / 2)]);
                continue;
            }

            outcomes.AddRange(answer.Outcomes);
            if (answer.Trouble is { } trouble)
            {
                outcomes.AddRange(waiting.SelectMany(left => left).Select(m => new Outcome(m.Id, OutcomeKind.Deferred, "gateway-busy")));
                return new GatewayAnswer(outcomes, trouble);
            }
        }

        return new GatewayAnswer(outcomes);
    }

    private async Task<GatewayAnswer> CallAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel)
    {
        using var activity = DeliveryMeter.Activities.StartActivity("gateway call", System.Diagnostics.ActivityKind.Client);
        activity?.SetTag("notify.gateway", gateway.Name).SetTag("notify.messages", messages.Count);
        var begin = clock.GetTimestamp();
        var answer = await gateway.SubmitAsync(messages, cancel);
        tallies.Call(gateway.Name, clock.GetElapsedTime(begin), answer, failed: answer.Trouble is not null);
        if (answer.Trouble is { } trouble)
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, trouble.Cause);
        return answer;
    }
}
