namespace NotifyNl.Simulator.Control;

/// <summary>One behaviour of one gateway, and the turns counted since it was set.</summary>
internal sealed class GatewayControl(Behaviour behaviour)
{
    private readonly (RequestFault Fault, double Rate, Turn Turn)[] faults =
    [
        .. new (RequestFault Fault, double Rate)[]
        {
            (RequestFault.ResetBefore, behaviour.ResetBefore),
            (RequestFault.Http500, behaviour.Http500),
            (RequestFault.TooManyRequests, behaviour.TooManyRequests),
            (RequestFault.Timeout, behaviour.Timeout),
            (RequestFault.ResetAfter, behaviour.ResetAfter),
            (RequestFault.ResetInAnswer, behaviour.ResetInAnswer),
            (RequestFault.Garbage, behaviour.Garbage),
            (RequestFault.TruncatedJson, behaviour.TruncatedJson),
            (RequestFault.SlowDrip, behaviour.SlowDrip),
            (RequestFault.PartialAnswer, behaviour.PartialAnswer),
        }.Where(fault => fault.Rate > 0).Select(fault => (fault.Fault, fault.Rate, new Turn())),
    ];

    private readonly Lock limit = new();
    private long limitSecond;
    private int limitUsed;
    private int garbage = -1;

    public Behaviour Behaviour { get; } = behaviour;

    public Turn Refusals { get; } = new();
    public Turn Silences { get; } = new();
    public Turn Failures { get; } = new();
    public Turn Doubles { get; } = new();
    public Turn Disorders { get; } = new();
    public Turn Earlies { get; } = new();
    public Turn Unknowns { get; } = new();

    public RequestFault NextFault() => Array.Find(faults, fault => fault.Turn.Strikes(fault.Rate)).Fault;

    public int NextGarbage(int forms) => (int)((uint)Interlocked.Increment(ref garbage) % (uint)forms);

    /// <summary>True when this second has no room for the messages; otherwise they take their room.</summary>
    public bool IsOverLimit(int messages)
    {
        if (Behaviour.MessagesPerSecond <= 0)
            return false;
        lock (limit)
        {
            var second = Environment.TickCount64 / 1000;
            if (second != limitSecond)
                (limitSecond, limitUsed) = (second, 0);
            if (limitUsed + messages > Behaviour.MessagesPerSecond)
                return true;
            limitUsed += messages;
            return false;
        }
    }
}
