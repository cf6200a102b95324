namespace NotifyNl.Delivery;

/// <summary>
/// How far a slot is in a lane. Rows may appear below it (a later commit, a retry), so every two seconds and at the end it starts again from the bottom.
/// </summary>
internal sealed class Watermark(TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private long since;

    public Guid After { get; private set; }

    public void MoveTo(Guid id)
    {
        if (After == Guid.Empty)
            since = clock.GetTimestamp();
        After = clock.GetElapsedTime(since) < Age ? id : Guid.Empty;
    }

    /// <returns>Whether there is more to look at than before.</returns>
    public bool Reset()
    {
        var moved = After != Guid.Empty;
        After = Guid.Empty;
        return moved;
    }
}
