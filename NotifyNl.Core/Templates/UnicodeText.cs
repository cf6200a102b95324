using System.Text;

namespace NotifyNl.Templates;

internal static class UnicodeText
{
    private const char FirstThatComposes = '\u0300';

    /// <summary>Each letter and its accents in as few code points as there are (NFC): a Mac writes ë as two.</summary>
    /// <returns>Whole text: half a surrogate pair, which means nothing, is U+FFFD.</returns>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstThatComposes, char.MaxValue))
            return text;

        var whole = Mend(text);
        return whole.IsNormalized(NormalizationForm.FormC) ? whole : whole.Normalize(NormalizationForm.FormC);
    }

    /// <summary>Without what normalising refuses: half pairs and U+FFFE, the byte order mark read backwards.</summary>
    private static string Mend(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\uFFFE'))
            return text;

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.Value == 0xFFFE ? Rune.ReplacementChar : rune);
        return whole.ToString();
    }
}
