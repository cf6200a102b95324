using NotifyNl.Recipients;

namespace NotifyNl.Delivery;

/// <summary>
/// What becomes of a message that no gateway hears of: those of test keys, and of team keys to a number that plays a part. The parts are DESIGN's for 0699000001
/// and on, and the model's for the British numbers; every other number of a test key is delivered to.
/// </summary>
public static class SimulatedNumbers
{
    /// <summary>What stands in the place of a gateway's name.</summary>
    public const string GatewayName = "proef";

    private const string Dutch = "+3169900000";
    private const string British = "+447700900";

    /// <summary>The numbers whose messages are not delivered.</summary>
    public static IReadOnlyList<string> NotDelivered { get; } = [Dutch + "2", Dutch + "3", Dutch + "4", Dutch + "5", British + "002", British + "003"];

    /// <summary>The model's smoke tests: checked and answered whatever the key, and never stored.</summary>
    public static bool IsAnsweredOnly(string e164) => e164 is British + "000" or British + "111" or British + "222";

    public static bool Plays(string e164) => NumbersInPlay.Find(e164) is not null;

    /// <summary>When the outcome comes.</summary>
    public static TimeSpan Delay(string e164) => e164 == Dutch + "6" ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;

    /// <returns>Null for a number of which no receipt comes.</returns>
    public static (NotificationStatus Status, string? Reason)? Outcome(string e164) => e164 switch
    {
        Dutch + "2" or British + "002" => (NotificationStatus.PermanentFailure, "gateway-number"),
        Dutch + "3" or British + "003" => (NotificationStatus.TemporaryFailure, "telephone-unreachable"),
        Dutch + "4" => (NotificationStatus.PermanentFailure, "gateway-rejected"),
        Dutch + "5" => null,
        _ => (NotificationStatus.Delivered, null),
    };
}
