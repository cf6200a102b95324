namespace NotifyNl.Delivery;

/// <summary>Where a message is. Inside names; the wire's names are in DESIGN.md, decision 5.</summary>
public enum NotificationStatus : short
{
    /// <summary>Waits in its lane.</summary>
    Queued = 0,

    /// <summary>Taken by a node, nothing sent yet; returns to the queue when the lease ends.</summary>
    Claimed = 1,

    /// <summary>Its attempt is committed and the gateway may be reading it: never claimed again.</summary>
    Submitting = 2,

    /// <summary>Provably never left; tried again later.</summary>
    Deferred = 3,

    /// <summary>The gateway took it.</summary>
    Accepted = 10,

    /// <summary>The call ended without a readable answer; a receipt may settle it.</summary>
    Unknown = 11,

    Delivered = 20,

    /// <summary>The number does not exist, or the message was refused for good.</summary>
    PermanentFailure = 21,

    /// <summary>The telephone could not be reached in time.</summary>
    TemporaryFailure = 22,

    /// <summary>Our fault, or the horizon of retries was reached.</summary>
    TechnicalFailure = 23,

    /// <summary><em>Onzeker</em>: unknown, and no receipt came within the window. Counted, shown, one press to send again.</summary>
    Uncertain = 24,

    /// <summary>A bad number or one on the opt-out list: not sent.</summary>
    ValidationFailed = 25,

    /// <summary>Stopped by a person before it reached the gateway.</summary>
    Cancelled = 26,
}
