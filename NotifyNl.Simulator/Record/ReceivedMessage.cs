using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Record;

/// <summary>What a telephone received.</summary>
/// <param name="Number">Digits with the country in front: 31612345678.</param>
public sealed record ReceivedMessage(GatewayName Gateway, string Number, string Sender, string Text, string Reference, int Parts, DateTimeOffset ReceivedAt);

/// <summary>A reference that was accepted more than once.</summary>
public sealed record Duplicate(string Reference, string Number, int Times);

/// <summary>A telephone, its last message and how many it received.</summary>
public sealed record Phone(string Number, int Messages, ReceivedMessage Last);

/// <param name="Duplicates">Accepts of a reference accepted before, by whichever gateway: accepts with a reference less distinct references.</param>
/// <param name="SameTextTwice">Accepts of a text that the same number had received before, whatever the reference.</param>
/// <param name="BusiestSecond">The most messages accepted within a second of the clock, by gateway.</param>
/// <param name="ReceiptsSent">Calls made, repeated ones included.</param>
/// <param name="ReceiptsWaiting">Planned, to be repeated, or under way.</param>
/// <param name="Faults">Requests that a fault struck, by its name.</param>
public sealed record RecordCounts(
    long Requests, long Accepts, long DistinctReferences, long Duplicates, long SameTextTwice, long DistinctNumbers, long Rejected,
    long ReceiptsSent, long ReceiptsAcknowledged, long ReceiptsWaiting, long ReceiptsGivenUp,
    IReadOnlyDictionary<string, long> AcceptsByGateway, IReadOnlyDictionary<string, int> BusiestSecond, IReadOnlyDictionary<string, long> Faults);
