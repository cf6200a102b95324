namespace NotifyNl.Delivery.Gateways;

/// <summary>What became of a call: an outcome for each message, and whether the gateway as a whole is in trouble.</summary>
/// <param name="Outcomes">One for each message of the call, in any order. Empty when <paramref name="Halve"/>.</param>
public sealed record GatewayAnswer(IReadOnlyList<Outcome> Outcomes, GatewayTrouble? Trouble = null)
{
    /// <summary>The gateway refused the call because of one message in it and does not say which: try the halves.</summary>
    public bool Halve { get; private init; }

    public static GatewayAnswer SplitIt { get; } = new([]) { Halve = true };

    public static GatewayAnswer ForAll(IEnumerable<OutgoingSms> messages, OutcomeKind kind, string reason, GatewayTrouble? trouble = null) =>
        new([.. messages.Select(m => new Outcome(m.Id, kind, reason))], trouble);

    /// <summary>What an HTTP status means that says nothing about a message.</summary>
    public static GatewayAnswer ForStatus(IEnumerable<OutgoingSms> messages, GatewayReply reply) => (int)reply.Status switch
    {
        429 => ForAll(messages, OutcomeKind.Deferred, "gateway-busy", new GatewayTrouble("HTTP 429", reply.RetryAfter)),
        // Refused before any message was looked at: our token, our address, our configuration.
        >= 300 and < 500 and not 408 =>
            ForAll(messages, OutcomeKind.Deferred, "gateway-account", new GatewayTrouble($"HTTP {(int)reply.Status}", reply.RetryAfter, NeedsPeople: true)),
        _ => ForAll(messages, OutcomeKind.Unknown, "gateway-no-answer", new GatewayTrouble($"HTTP {(int)reply.Status}", reply.RetryAfter)),
    };
}

/// <param name="Reason">Null when accepted; else a code whose sentence is in the resources.</param>
public readonly record struct Outcome(Guid Id, OutcomeKind Kind, string? Reason = null);

public enum OutcomeKind
{
    Accepted,

    /// <summary>Refused for good: this number or this text.</summary>
    Refused,

    /// <summary>Refused for good, and the mistake is ours.</summary>
    Failed,

    /// <summary>Provably never left, or handed back: free to try again.</summary>
    Deferred,

    /// <summary>It may have left. Only a receipt tells.</summary>
    Unknown,
}

/// <summary>The gateway does not take messages now, whichever they are.</summary>
/// <param name="Cause">For the log; no personal data.</param>
/// <param name="RetryAfter">What the gateway asked for, if it did.</param>
/// <param name="NeedsPeople">Our account or address is refused: waiting alone does not mend it.</param>
public sealed record GatewayTrouble(string Cause, TimeSpan? RetryAfter = null, bool NeedsPeople = false);
