using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Record;

/// <summary>What a telephone received.</summary>
/// <param name="Number">Digits with the country in front: 31612345678.</param>
public sealed record ReceivedMessage(
    GatewayName Gateway, string Number, string Sender, string Text, string Reference, int Parts, DateTimeOffset ReceivedAt);

/// <summary>A reference that was accepted more than once.</summary>
public sealed record Duplicate(string Reference, string Number, int Times);

/// <summary>A telephone, its last message and how many it received.</summary>
public sealed record Phone(string Number, int Messages, ReceivedMessage Last);
