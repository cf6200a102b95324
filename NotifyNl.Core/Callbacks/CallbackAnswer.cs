namespace NotifyNl.Callbacks;

/// <summary>What came of one call.</summary>
/// <param name="HttpStatus">Null where no answer came.</param>
/// <param name="Result">A code whose sentence is in the resources.</param>
public sealed record CallbackAnswer(CallbackOutcome Outcome, int? HttpStatus, string Result, TimeSpan Duration)
{
    public const int MaxResultLength = 40;
}

public enum CallbackOutcome : short
{
    /// <summary>The receiver has it.</summary>
    Taken = 0,

    /// <summary>It may go better later.</summary>
    Again = 1,

    /// <summary>Coming again would end the same way.</summary>
    Refused = 2,
}
