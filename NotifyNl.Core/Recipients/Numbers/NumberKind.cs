namespace NotifyNl.Recipients;

/// <summary>What sort of number it is; only some can receive text messages.</summary>
public enum NumberKind
{
    Unknown,
    Mobile,
    Landline,

    /// <summary>097: machines, alarms, routers. Reachable by sms, but seldom a person's telephone.</summary>
    Machine097,
    Free,
    Premium,
    Emergency,
    Pager,
    Voip,
    Other,
}
