namespace NotifyNl.Templates;

/// <summary>A message exactly as it leaves, measured.</summary>
/// <param name="Characters">UTF-16 code units, prefix included.</param>
/// <param name="CharactersWithoutPrefix">What counts towards <see cref="MaxCharacters"/>.</param>
/// <param name="Parts">Sms parts: what is paid.</param>
/// <param name="Causes">The letters that force UCS-2, in order of appearance.</param>
/// <param name="Unsupported">Characters that no telephone network carries here; each became "?".</param>
public sealed record SmsText(
    string Text,
    SmsEncoding Encoding,
    int Characters,
    int CharactersWithoutPrefix,
    int Parts,
    IReadOnlyList<string> Causes,
    IReadOnlyList<string> Unsupported)
{
    /// <summary>Six parts in the GSM alphabet: 6 × 153.</summary>
    public const int MaxCharacters = 918;

    public bool IsTooLong => CharactersWithoutPrefix > MaxCharacters;

    public bool IsEmpty => CharactersWithoutPrefix == 0;

    /// <summary>The parts if the letters of <see cref="Causes"/> were plain ones: for "telt als 3 in plaats van 1".</summary>
    public int PartsIfPlain => Causes.Count == 0 ? Parts : SmsComposer.Compose(Text, null, AccentMode.Plain).Parts;
}
