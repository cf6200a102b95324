namespace NotifyNl.Simulator.Record;

/// <param name="Duplicates">Accepts of a reference accepted before, by whichever gateway: accepts with a reference less distinct references.</param>
/// <param name="SameTextTwice">Accepts of a text that the same number had received before, whatever the reference.</param>
/// <param name="BusiestSecond">The most messages accepted within a second of the clock, by gateway.</param>
/// <param name="Faults">Requests that a fault struck, by its name.</param>
public sealed record RecordCounts(
    long Requests,
    long Accepts,
    long DistinctReferences,
    long Duplicates,
    long SameTextTwice,
    long DistinctNumbers,
    long Rejected,
    IReadOnlyDictionary<string, long> AcceptsByGateway,
    IReadOnlyDictionary<string, int> BusiestSecond,
    IReadOnlyDictionary<string, long> Faults)
{
    /// <summary>Calls made, repeated ones included.</summary>
    public long ReceiptsSent { get; init; }

    public long ReceiptsAcknowledged { get; init; }

    /// <summary>Planned, to be repeated, or under way.</summary>
    public long ReceiptsWaiting { get; init; }

    public long ReceiptsGivenUp { get; init; }
}
