namespace NotifyNl.Simulator.Control;

/// <summary>Decides by counting, never by chance: a rate of 0.25 strikes each fourth time, so a test knows beforehand what comes.</summary>
internal sealed class Turn
{
    private long count;

    public bool Strikes(double rate)
    {
        if (rate <= 0)
            return false;
        var turn = Interlocked.Increment(ref count);
        return Math.Floor(turn * rate) > Math.Floor((turn - 1) * rate);
    }
}
