namespace NotifyNl.Templates;

/// <summary>From a filled-in text to the message that leaves.</summary>
public static class SmsComposer
{
    /// <summary>Stands where a field is still open. A code point that Unicode keeps free of meaning, so no text holds it.</summary>
    internal const char OpenField = '\uFDD0';

    private const string Joint = ": ";

    /// <param name="filledBody">The template's text with values.</param>
    /// <param name="prefix">The name of the service that stands before it, or null.</param>
    public static SmsText Compose(string filledBody, string? prefix, AccentMode mode)
    {
        var name = prefix.AsSpan().Trim();
        if (name.IsEmpty)
            return Compose(filledBody, mode).Measure(prefixLength: 0);

        var nameLength = Compose(name.Length == prefix!.Length ? prefix : name.ToString(), mode).Text.Length;
        return Compose(string.Concat(name, Joint, filledBody), mode).Measure(nameLength + Joint.Length);
    }

    private static SmsSpelling Compose(string text, AccentMode mode) => AsItIs(text, mode) ?? SmsSpelling.Of(text, mode);

    /// <summary>Most messages need no repair: one look at each character tells, and the text leaves as it is.</summary>
    /// <returns>Null when there may be something to repair.</returns>
    private static SmsSpelling? AsItIs(string text, AccentMode mode)
    {
        var (causes, extended) = (DistinctLetters.None, 0);
        var (last, beforeLast) = ('\n', '\n');
        foreach (var c in text)
        {
            switch (GsmAlphabet.Septets(c))
            {
                case 0 when mode == AccentMode.Keep && LatinLetters.IsComposed(c):
                    causes = causes.With([c]);
                    break;
                case 0:
                    return null;
                case 2:
                    extended++;
                    break;
                case 1 when c <= '.' && IsUntidy(c, last, beforeLast):
                    return null;
            }

            (last, beforeLast) = (c, last);
        }

        return text.Length > 0 && last is ' ' or '\n' ? null : new SmsSpelling(text, extended, causes, DistinctLetters.None);
    }

    private static bool IsUntidy(char c, char last, char beforeLast) => c switch
    {
        ' ' => last is ' ' or '\n',
        ',' or '.' => last is ' ',
        '\n' => last is ' ' || (last is '\n' && beforeLast is '\n'),
        '\r' => true,
        _ => false,
    };
}
