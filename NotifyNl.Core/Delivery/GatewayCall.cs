using System.Runtime.CompilerServices;
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

    /// <summary>How long those of a set that are answered wait for the others: one slow call does not hold up what is known of the rest.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <param name="keep">Asked before each further call: whether the messages are still ours to send.</param>
    /// <returns>One answer, or, where each message has a call of its own, one for those that are through at a time.</returns>
    public async IAsyncEnumerable<GatewayAnswer> SubmitAsync(
        IReadOnlyList<OutgoingSms> messages, Func<Task<bool>> keep, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (gateway.MessagesPerCall > 1 || messages.Count == 1)
        {
            yield return await SubmitWholeAsync(messages, keep, cancel);
            yield break;
        }

        var calls = messages.Select(message => CallAsync([message], cancel)).ToList();
        var troubled = new List<GatewayTrouble>();
        while (calls.Count > 0)
        {
            var all = Task.WhenAll(calls);
            await Task.WhenAny(all, Task.Delay(Patience, clock, CancellationToken.None));
            if (!calls.Exists(call => call.IsCompleted))
                await Task.WhenAny(calls);
            var through = calls.FindAll(call => call.IsCompleted);
            calls.RemoveAll(through.Contains);
            var answers = await Task.WhenAll(through);
            var now = answers.Where(a => a.Trouble is not null).Select(a => a.Trouble!).ToArray();
            troubled.AddRange(now);
            yield return new GatewayAnswer([.. answers.SelectMany(a => a.Outcomes)], now.Length > 0 ? Worst(troubled, messages.Count) : null);
        }
    }

    private static GatewayTrouble? Worst(List<GatewayTrouble> troubled, int messages)
    {
        var worst = troubled.Find(t => t.NeedsPeople) ?? troubled.Find(t => t.RetryAfter is not null) ?? troubled[0];
        return worst.NeedsPeople || worst.RetryAfter is not null || troubled.Count > MishapShare * messages ? worst : null;
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
