using System.Collections.Concurrent;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Inbound;
using NotifyNl.Receipts;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>A gateway whose answers a test decides. It keeps what it was given.</summary>
internal sealed class ScriptedGateway(Func<IReadOnlyList<OutgoingSms>, CancellationToken, Task<GatewayAnswer>> answer) : ISmsGateway
{
    public ScriptedGateway(Func<IReadOnlyList<OutgoingSms>, GatewayAnswer> answer)
        : this((messages, _) => Task.FromResult(answer(messages)))
    {
    }

    public ConcurrentQueue<IReadOnlyList<OutgoingSms>> Calls { get; } = [];

    public IEnumerable<OutgoingSms> Messages => Calls.SelectMany(call => call);

    public string Name { get; init; } = "scripted";

    public int MessagesPerCall { get; init; } = 100;

    public static GatewayAnswer Accept(IReadOnlyList<OutgoingSms> messages) => new([.. messages.Select(m => new Outcome(m.Id, OutcomeKind.Accepted))]);

    public Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel)
    {
        Calls.Enqueue(messages);
        return answer(messages, cancel);
    }

    public IReadOnlyList<GatewayReceipt>? ReadReceipts(GatewayNotice notice) => null;

    public GatewayText? ReadText(GatewayNotice notice) => null;
}
