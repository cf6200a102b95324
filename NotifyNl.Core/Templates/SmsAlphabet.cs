using System.Buffers;
using System.Globalization;
using System.Text;

namespace NotifyNl.Templates;

/// <summary>Brings a text to characters that telephones show: lossless repairs always, accents by the service's choice, and what is left is named.</summary>
internal static class SmsAlphabet
{
    /// <summary>The outcome: the text, the letters that force UCS-2 and the characters that no rule could save.</summary>
    internal readonly record struct Encoded(string Text, IReadOnlyList<string> Causes, IReadOnlyList<string> Unsupported);

    // Letters that the GSM alphabet lacks and whose plain letter the table reaches in two steps.
    private static readonly SearchValues<char> KeptByTheTable = SearchValues.Create("ÀÁÂÈÊËÌÍÎÏÒÓÔÙÚÛÝáâêëíîïóôúûýÿŴŵŶŷŸẀẁẂẃẄẅỲỳ");

    /// <param name="text">Normalised to NFC.</param>
    public static Encoded Encode(string text, AccentMode mode)
    {
        var first = text.AsSpan().IndexOfAnyExcept(GsmAlphabet.All);
        if (first < 0)
            return new Encoded(text, [], []);

        var encoded = new StringBuilder(text.Length + 8);
        encoded.Append(text, 0, first);
        List<string>? causes = null, unsupported = null;
        var afterLetter = first > 0 && char.IsLetter(text[first - 1]);
        foreach (var rune in text.AsSpan(first).EnumerateRunes())
        {
            var kept = Map(rune, mode, afterLetter, encoded);
            if (kept == Outcome.Forces)
                AddOnce(ref causes, rune.ToString());
            else if (kept == Outcome.Lost)
                AddOnce(ref unsupported, rune.ToString());
            afterLetter = Rune.IsLetter(rune) || (afterLetter && IsCombining(rune.Value));
        }

        return new Encoded(encoded.ToString(), causes ?? [], unsupported ?? []);
    }

    private enum Outcome { Fits, Forces, Lost }

    private static Outcome Map(Rune rune, AccentMode mode, bool afterLetter, StringBuilder encoded)
    {
        if (!rune.IsBmp)
            return Lost(encoded);

        var c = (char)rune.Value;
        if (GsmAlphabet.Contains(c))
            return Fits(encoded, c);
        if (Repair(c) is { } repaired)
            return Fits(encoded, repaired);
        if (mode == AccentMode.Keep && (IsLatinLetter(c) || (afterLetter && IsCombining(c))))
        {
            encoded.Append(c);
            return Outcome.Forces;
        }

        if (mode == AccentMode.Plain && afterLetter && IsCombining(c))
            return Outcome.Fits;
        return Plain(c) is { } plain ? Fits(encoded, plain) : Lost(encoded);
    }

    /// <summary>Repairs that lose nothing; in every mode.</summary>
    private static string? Repair(char c) => c switch
    {
        '\u2010' or '\u2011' or '–' or '—' or '\u2015' or '−' => "-",
        '…' => "...",
        '‘' or '’' or '‚' or '‛' => "'",
        '“' or '”' or '„' or '‟' => "\"",
        '\u00A0' or '\u202F' or '\t' => " ",
        'ĳ' => "ij",
        'Ĳ' => "IJ",
        '\u2028' or '\u2029' => "",
        _ when SmsWhitespace.IsZeroWidth(c) => "",
        _ => null,
    };

    private static string? Plain(char c) => c switch
    {
        'Ł' => "L",
        'ł' => "l",
        'œ' => "oe",
        'Œ' => "OE",
        'ı' => "i",
        _ => Base(c),
    };

    /// <summary>
    /// The letter under the last accent, if it can be sent. One level only, by Unicode's canonical decomposition: of a letter with two accents the last goes,
    /// and what remains must be sendable or a letter whose plain form is.
    /// </summary>
    private static string? Base(char c)
    {
        if (SmsComposer.IsNoCharacter(c))
            return null;
        // The signs for kelvin, ångström and ohm are letters under another number.
        var composed = c.ToString().Normalize(NormalizationForm.FormC);
        if (composed[0] != c)
            return GsmAlphabet.Contains(composed[0]) ? composed[..1] : null;
        var decomposed = c.ToString().Normalize(NormalizationForm.FormD);
        if (decomposed.Length < 2 || char.IsSurrogate(decomposed[0]))
            return null;
        var rest = decomposed[..^1].Normalize(NormalizationForm.FormC);
        if (GsmAlphabet.Contains(rest[0]))
            return rest[..1];
        return KeptByTheTable.Contains(rest[0]) || KeptByTheTable.Contains(c) ? rest[..1].Normalize(NormalizationForm.FormD)[..1] : null;
    }

    private static bool IsLatinLetter(char c) => c switch
    {
        '×' or '÷' => false,
        >= '\u00C0' and <= '\u02AF' or >= '\u1E00' and <= '\u1EFF' or >= '\u2C60' and <= '\u2C7F' or >= '\uA722' and <= '\uA7FF' => char.IsLetter(c),
        _ => false,
    };

    private static bool IsCombining(int c) => c is >= 0x300 and <= 0x36F && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static Outcome Fits(StringBuilder encoded, char c)
    {
        encoded.Append(c);
        return Outcome.Fits;
    }

    private static Outcome Fits(StringBuilder encoded, string text)
    {
        encoded.Append(text);
        return Outcome.Fits;
    }

    private static Outcome Lost(StringBuilder encoded)
    {
        encoded.Append('?');
        return Outcome.Lost;
    }

    private static void AddOnce(ref List<string>? list, string item)
    {
        list ??= [];
        if (!list.Contains(item))
            list.Add(item);
    }
}
