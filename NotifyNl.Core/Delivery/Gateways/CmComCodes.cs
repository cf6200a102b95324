namespace NotifyNl.Delivery.Gateways;

/// <summary>What CM.com's error codes mean to a message. Source: developers.cm.com, Business Messaging API v1.0, error codes.</summary>
internal static class CmComCodes
{
    /// <summary>201: look at each message.</summary>
    public const int SomeRefused = 201;

    private const int InternalError = 500;

    /// <summary>Authentication failed, balance too low, wrong key: about our account, not about any message.</summary>
    public static bool ConcernsAccount(int code) => code is 101 or 102 or 103;

    /// <summary>The call could not be read; which message is to blame, it does not say.</summary>
    public static bool ConcernsWholeCall(int code) => code is 202 or 203;

    /// <summary>About a sender, a number or a text; without a list of messages it does not say whose.</summary>
    public static bool ConcernsOneMessage(int code) => code is (>= 301 and <= 305) or (>= 401 and <= 403);

    public static Outcome OutcomeOf(Guid id, int code) => code switch
    {
        101 or 102 or 103 => new(id, OutcomeKind.Deferred, "gateway-account"),
        202 or 203 => new(id, OutcomeKind.Failed, "gateway-malformed"),
        301 => new(id, OutcomeKind.Failed, "gateway-sender"),
        302 or 303 => new(id, OutcomeKind.Refused, "gateway-number"),
        304 => new(id, OutcomeKind.Failed, "gateway-text"),
        305 => new(id, OutcomeKind.Failed, "gateway-malformed"),
        401 => new(id, OutcomeKind.Refused, "gateway-spam"),
        402 => new(id, OutcomeKind.Refused, "gateway-blacklisted"),
        403 => new(id, OutcomeKind.Refused, "gateway-rejected"),
        InternalError => new(id, OutcomeKind.Deferred, "gateway-internal"), // for this message, in an answer that says it was not taken
        _ => new(id, OutcomeKind.Failed, "gateway-other"),
    };
}
