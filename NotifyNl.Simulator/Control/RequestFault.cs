namespace NotifyNl.Simulator.Control;

/// <summary>What goes wrong with one request. Up to <see cref="TooManyRequests"/> nothing was accepted; from <see cref="Timeout"/> on everything was.</summary>
internal enum RequestFault : byte
{
    None,
    ResetBefore,
    Http500,
    TooManyRequests,
    Timeout,
    ResetAfter,
    ResetInAnswer,
    Garbage,
    TruncatedJson,
    SlowDrip,
    PartialAnswer,
}
