namespace NotifyNl.Recipients;

/// <summary>What a cell or an API value is as a telephone number.</summary>
/// <param name="Valid">A text message can reach it, at home or abroad.</param>
/// <param name="E164">With its plus, or null.</param>
/// <param name="Repaired">Digits were added or changed: 612345678 became +31612345678. Writing 06… as +316… is no repair.</param>
/// <param name="Problem">What is wrong and what to do, where it is not valid.</param>
public sealed record PhoneNumberCheck(bool Valid, string? E164, NumberKind Kind, Country? Country, bool Repaired, Problem? Problem)
{
    /// <summary>The number belongs to another country than the installation's own.</summary>
    public bool Abroad { get; init; }
}
