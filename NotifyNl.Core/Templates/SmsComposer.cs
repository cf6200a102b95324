using System.Text;

namespace NotifyNl.Templates;

/// <summary>From a filled-in text to the message that leaves.</summary>
public static class SmsComposer
{
    private const string Joint = ": ";

    /// <param name="filledBody">The template's text with values.</param>
    /// <param name="prefix">The name of the service that stands before it, or null.</param>
    public static SmsText Compose(string filledBody, string? prefix, AccentMode mode)
    {
        prefix = string.IsNullOrWhiteSpace(prefix) ? null : prefix.Trim();
        var whole = prefix is null ? filledBody : string.Concat(prefix, Joint, filledBody);

        // A text of the cheap alphabet in a single line without odd blanks leaves as it is.
        if (whole.AsSpan().IndexOfAnyExcept(GsmAlphabet.All) >= 0 || whole.AsSpan().IndexOfAny('\n', '\r') >= 0 || !SmsWhitespace.IsNormal(whole))
            whole = SmsWhitespace.Normalise(ToNfc(whole));

        var encoded = SmsAlphabet.Encode(whole, mode);
        return Measure(encoded, prefix is null ? 0 : Length(prefix, mode) + Joint.Length);
    }

    internal static SmsText Measure(SmsAlphabet.Encoded encoded, int prefixLength)
    {
        var encoding = encoded.Causes.Count == 0 ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2;
        var text = encoded.Text;
        return new SmsText(
            text, encoding, text.Length, Math.Max(0, text.Length - prefixLength), SmsParts.Count(text, encoding), encoded.Causes, encoded.Unsupported);
    }

    private static int Length(string prefix, AccentMode mode) =>
        prefix.AsSpan().IndexOfAnyExcept(GsmAlphabet.All) < 0 && SmsWhitespace.IsNormal(prefix)
            ? prefix.Length
            : SmsAlphabet.Encode(SmsWhitespace.Normalise(ToNfc(prefix)), mode).Text.Length;

    /// <summary>Code points that Unicode keeps free of meaning; normalising refuses them.</summary>
    internal static bool IsNoCharacter(char c) => c is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF';

    /// <summary>Letters with their accents in one: a Mac writes ë as two characters.</summary>
    private static string ToNfc(string text)
    {
        try
        {
            return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Lone halves of surrogate pairs and the like; as the replacement character they are named like any other that cannot be sent.
            var mended = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
                mended.Append(rune.IsBmp && IsNoCharacter((char)rune.Value) || (rune.Value & 0xFFFE) == 0xFFFE ? "\uFFFD" : rune.ToString());
            return mended.ToString().Normalize(NormalizationForm.FormC);
        }
    }
}
