namespace NotifyNl.Simulator.Record;

/// <summary>How much one gateway took, and how much in its busiest second.</summary>
internal sealed class GatewayTally
{
    private long second;
    private int inSecond;

    public long Accepts { get; private set; }

    public int BusiestSecond { get; private set; }

    public void Add(DateTimeOffset at, int messages)
    {
        Accepts += messages;
        if (at.ToUnixTimeSeconds() is var now && now != second)
            (second, inSecond) = (now, 0);
        inSecond += messages;
        BusiestSecond = Math.Max(BusiestSecond, inSecond);
    }

    public void Clear() => (Accepts, BusiestSecond, second, inSecond) = (0, 0, 0, 0);
}
