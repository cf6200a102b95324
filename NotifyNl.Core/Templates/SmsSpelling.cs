using System.Buffers;
using System.Text;

namespace NotifyNl.Templates;

/// <summary>A text brought to characters that telephones show, and what was met on the way.</summary>
/// <param name="Extended">How many characters take two septets.</param>
/// <param name="Causes">Letters that force UCS-2.</param>
/// <param name="Unsupported">Characters that no rule could save; each became "?".</param>
internal readonly record struct SmsSpelling(string Text, int Extended, DistinctLetters Causes, DistinctLetters Unsupported)
{
    /// <summary>œ becomes two letters; once repaired, nothing grows more.</summary>
    private const int MaxGrowth = 2;

    /// <summary>Repairs, NFC, alphabet, white space: in this order, so that doing it again changes nothing.</summary>
    public static SmsSpelling Of(string text, AccentMode mode)
    {
        var composed = UnicodeText.Compose(Repair(text));
        var buffer = ArrayPool<char>.Shared.Rent(composed.Length * MaxGrowth);
        try
        {
            var (spelled, causes, unsupported) = Spell(composed, buffer, mode);
            var length = SmsLayout.Apply(buffer.AsSpan(0, spelled));
            var extended = 0;
            foreach (var c in buffer.AsSpan(0, length))
                extended += GsmAlphabet.Septets(c) == 2 ? 1 : 0;
            return new SmsSpelling(new string(buffer, 0, length), extended, causes, unsupported);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    public SmsText Measure(int prefixLength)
    {
        var (encoding, parts) = Causes.Any
            ? (SmsEncoding.Ucs2, SmsParts.Count(Text, SmsEncoding.Ucs2))
            : (SmsEncoding.Gsm7, SmsParts.CountGsm(Text, Extended));
        return new SmsText(Text, encoding, Text.Length, Math.Max(0, Text.Length - prefixLength), parts, Causes.List, Unsupported.List);
    }

    /// <summary>White space of every kind to spaces and line breaks, and the repairs that lose nothing.</summary>
    private static string Repair(string text)
    {
        var repaired = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (SmsWhitespace.IsLineEnd(c))
                repaired.Append(c == '\r' ? '\r' : '\n');
            else if (SmsWhitespace.IsBlank(c))
                repaired.Append(' ');
            else if (DowngradeTable.Repair(c) is { } repair)
                repaired.Append(repair);
            else if (!SmsWhitespace.IsZeroWidth(c))
                repaired.Append(c);
        }

        return repaired.ToString();
    }

    private static (int Length, DistinctLetters Causes, DistinctLetters Unsupported) Spell(string text, Span<char> target, AccentMode mode)
    {
        var (length, causes, unsupported) = (0, DistinctLetters.None, DistinctLetters.None);
        for (var i = 0; i < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, i);
            var end = i + rune.Utf16SequenceLength;
            var latin = LatinLetters.Contains(text[i]);
            while (latin && end < text.Length && LatinLetters.IsAccent(text[end]))
                end++;

            var letter = text.AsSpan(i..end);
            i = end;
            if (letter.Length == 1 && (GsmAlphabet.Contains(letter[0]) || letter[0] == SmsComposer.OpenField))
            {
                target[length++] = letter[0];
            }
            else if (latin && mode == AccentMode.Keep)
            {
                letter.CopyTo(target[length..]);
                length += letter.Length;
                causes = causes.With(letter);
            }
            else if (DowngradeTable.Plain(rune) is { } plain)
            {
                plain.CopyTo(target[length..]);
                length += plain.Length;
            }
            else
            {
                target[length++] = '?';
                unsupported = unsupported.With(letter);
            }
        }

        return (length, causes, unsupported);
    }
}
