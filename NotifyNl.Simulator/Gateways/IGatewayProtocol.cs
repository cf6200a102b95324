using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Receipts;

namespace NotifyNl.Simulator.Gateways;

/// <summary>How one gateway writes things down. What happens to a request is the same for all of them: <see cref="Switchboard"/>.</summary>
internal interface IGatewayProtocol
{
    GatewayName Gateway { get; }

    Task<Submission> ReadAsync(HttpRequest request, GatewayControl control, CancellationToken cancel);

    /// <summary>The answer to the messages, in this order.</summary>
    Answer Write(IReadOnlyList<JudgedMessage> messages);

    HttpRequestMessage WriteReceipt(Receipt receipt);
}
