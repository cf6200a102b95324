namespace NotifyNl.Simulator.Gateways.Cm;

/// <summary>The error codes of CM.com, with the sentence it sends along.</summary>
internal static class CmCodes
{
    public const int Ok = 0;
    public const int AuthenticationFailed = 101;
    public const int SomeMessagesFailed = 201;
    public const int Malformed = 202;
    public const int InvalidMessageArray = 203;
    public const int InvalidFrom = 301;
    public const int InvalidTo = 302;
    public const int InvalidNumber = 303;
    public const int InvalidBody = 304;
    public const int InvalidField = 305;
    public const int InternalError = 500;

    public static string Details(int code) => code switch
    {
        AuthenticationFailed => "No account found for the given authentication",
        102 => "Insufficient balance",
        103 => "Incorrect API key",
        Malformed => "The request is malformed",
        InvalidMessageArray => "The msg array is incorrect",
        InvalidFrom => "The from field is invalid",
        InvalidTo => "The to field is invalid",
        InvalidNumber => "The phone number is invalid",
        InvalidBody => "A body without content was found",
        InvalidField => "A field is invalid",
        401 => "The message was blocked by the spam filter",
        402 => "The phone number is blacklisted",
        403 => "The message was rejected",
        InternalError => "Internal error",
        _ => "Unknown error",
    };
}
