namespace NotifyNl.Simulator.Gateways;

internal enum PhoneRole : byte
{
    /// <summary>Delivered, as with any other number.</summary>
    None,
    PermanentFailure,
    TemporaryFailure,
    Refused,
    NoReceipt,
    SlowReceipt,
    DoubledReceipt,
    DisorderedReceipts,

    /// <summary>The connection breaks after the accept, for the whole request; the receipt comes as always.</summary>
    BreaksAfterAccept,
}

/// <summary>The numbers that play a part: 06 99000001 up to 06 99000009, a range not in use, and the two of GOV.UK Notify's test keys.</summary>
internal static class PhoneRoles
{
    public static PhoneRole Of(string number) => number switch
    {
        "31699000002" or "447700900002" => PhoneRole.PermanentFailure,
        "31699000003" or "447700900003" => PhoneRole.TemporaryFailure,
        "31699000004" => PhoneRole.Refused,
        "31699000005" => PhoneRole.NoReceipt,
        "31699000006" => PhoneRole.SlowReceipt,
        "31699000007" => PhoneRole.DoubledReceipt,
        "31699000008" => PhoneRole.DisorderedReceipts,
        "31699000009" => PhoneRole.BreaksAfterAccept,
        _ => PhoneRole.None,
    };
}
