using NotifyNl.Delivery.Gateways;

namespace NotifyNl.Delivery;

/// <summary>Brings a set to the gateway; where the gateway refuses the whole because of one, in halves until that one stands alone.</summary>
public sealed class GatewayCall(ISmsGateway gateway)
{
    /// <param name="keep">Asked before each further call: whether the messages are still ours to send.</param>
    public async Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, Func<Task<bool>> keep, CancellationToken cancel)
    {
        var outcomes = new List<Outcome>(messages.Count);
        var waiting = new Stack<IReadOnlyList<OutgoingSms>>([messages]);
        while (waiting.TryPop(out var part))
        {
            if (part.Count < messages.Count && !await keep())
                break; // another node has them now; it writes down what becomes of them
            var answer = await gateway.SubmitAsync(part, cancel);
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
}
