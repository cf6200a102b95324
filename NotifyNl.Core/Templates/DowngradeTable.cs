using System.Text;

namespace NotifyNl.Templates;

/// <summary>What stands in for a character that the GSM alphabet lacks. Made by rule from Unicode, not from a list of letters.</summary>
/// <remarks>
/// The model's rule (notifications-utils <c>sanitise_text.py</c>): of a letter with an accent the letter, else a fixed replacement, else "?".
/// Its table is a vector of ours, code point by code point.
/// </remarks>
internal static class DowngradeTable
{
    private const string None = "";

    /// <summary>Found once for each letter in use; a race finds the same again.</summary>
    private static readonly string?[] Found = new string?[0x2000];

    /// <summary>Repairs that lose nothing, whatever the service chose.</summary>
    /// <returns>Null for a character that needs none.</returns>
    public static string? Repair(char c) => c switch
    {
        < '\u0100' => null,
        '\u2010' or '\u2011' or '–' or '—' or '\u2015' or '\u2212' => "-",
        '…' => "...",
        '‘' or '’' or '‚' or '\u201B' => "'",
        '“' or '”' or '„' or '\u201F' => "\"",
        'ĳ' => "ij",
        'Ĳ' => "IJ",
        _ => null,
    };

    /// <summary>The nearest text within the GSM alphabet, or null when nothing comes near.</summary>
    public static string? Plain(Rune rune)
    {
        var plain = rune.Value < Found.Length ? Found[rune.Value] ??= Find(rune) : Find(rune);
        return plain == None ? null : plain;
    }

    private static string Find(Rune rune)
    {
        // ậ → ạ → a: each step takes one accent away.
        for (Rune? letter = rune; letter is { } accented; letter = WithoutLastAccent(accented))
        {
            if (accented.IsBmp && GsmAlphabet.Contains((char)accented.Value))
                return accented.ToString();
            if (accented.IsBmp && Fixed((char)accented.Value) is { } replacement)
                return replacement;
        }

        return None;
    }

    private static string? Fixed(char c) => c switch
    {
        'Ł' => "L",
        'ł' => "l",
        'Œ' => "OE",
        'œ' => "oe",
        'ı' => "i",
        _ => null,
    };

    /// <summary>The first code point of the canonical decomposition, one level deep; null for a character without one.</summary>
    private static Rune? WithoutLastAccent(Rune rune)
    {
        var text = rune.ToString();
        if (!text.IsNormalized(NormalizationForm.FormC))
            return Rune.GetRuneAt(text.Normalize(NormalizationForm.FormC), 0);

        // Unicode pairs a letter with its last accent; what is left of the full decomposition composes into the first of that pair.
        var parts = text.Normalize(NormalizationForm.FormD);
        var rest = parts.Length - (char.IsLowSurrogate(parts[^1]) ? 2 : 1);
        return rest == 0 ? null : Rune.GetRuneAt(parts[..rest].Normalize(NormalizationForm.FormC), 0);
    }
}
