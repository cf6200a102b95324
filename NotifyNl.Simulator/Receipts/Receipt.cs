using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Receipts;

internal enum ReceiptStatus : byte
{
    /// <summary>Not final: the operator has it.</summary>
    AtOperator,
    Delivered,
    FailedForNow,
    FailedForGood,

    /// <summary>The operator would not have it; only where the gateway could not say so at once.</summary>
    Refused,
}

/// <summary>One call to whoever sent the message.</summary>
/// <param name="At">The gateway's own time of the status.</param>
internal sealed record Receipt(GatewayName Gateway, string Url, string Number, string Reference, ReceiptStatus Status, DateTimeOffset At)
{
    /// <summary>In milliseconds of <see cref="Environment.TickCount64"/>; after it the receipt is not tried again.</summary>
    public long GiveUpAt { get; init; }

    /// <summary>Of the queue when it was planned; a cleared queue has another.</summary>
    public int Epoch { get; init; }

    public int Attempts { get; set; }
}
