using System.Text;
using System.Text.RegularExpressions;
using NotifyNl.Templates;

namespace NotifyNl.Recipients;

/// <summary>Judges the characters of a number before any library sees them: a library reads "061234KPN8" and "Jan 0612345678" as numbers.</summary>
internal static partial class NumberSpelling
{
    /// <summary>6,12E+08 and 612345678.0: what Excel makes of a number column.</summary>
    [GeneratedRegex(@"^\d+(?:[.,]\d+)?[eE]\+?\d+$|^\d{6,}[.,]0+$", RegexOptions.CultureInvariant)]
    private static partial Regex Rounded { get; }

    /// <returns>Digits, plus signs, brackets, hyphens and spaces only; or the problem.</returns>
    public static Result<string> Clean(string input)
    {
        var text = input.Length > 200 ? input[..200] : input;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (SmsWhitespace.IsZeroWidth(c) || c is '\u2028' or '\u2029' or '\u202A' or '\u202C')
                continue;
            clean.Append(
                char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c))
                : char.IsWhiteSpace(c) ? ' '
                : c is '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' or '－' ? '-'
                : c is '＋' ? '+'
                : c);
        }

        var spelled = clean.ToString().Trim().TrimStart('\'', '‘', '’', '`').TrimEnd(';', ',', ' ');
        if (spelled.Length == 0)
            return new Problem("number-missing");
        if (Rounded.IsMatch(spelled))
            return new Problem("number-rounded-by-excel");
        if (IsSeveral(spelled))
            return new Problem("number-several");

        // A full stop or slash between digits is a way of grouping them: 06.12.34.56.78.
        var grouped = new StringBuilder(spelled.Length);
        for (var i = 0; i < spelled.Length; i++)
        {
            var c = spelled[i];
            if (c is '.' or '/' && i > 0 && i + 1 < spelled.Length && char.IsAsciiDigit(spelled[i - 1]) && char.IsAsciiDigit(spelled[i + 1]))
                c = ' ';
            if (!char.IsAsciiDigit(c) && c is not (' ' or '+' or '(' or ')' or '-'))
                return new Problem("number-unknown-character");
            grouped.Append(c);
        }

        return grouped.ToString();
    }

    private static bool IsSeveral(string text)
    {
        var pieces = text.Split([';', ',', '/', '|', '&', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (pieces.Count(piece => piece.Count(char.IsAsciiDigit) >= 8) > 1)
            return true;

        // Two numbers with only a blank between them: 0612345678 0687654321.
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && words.Count(word => word.Count(char.IsAsciiDigit) >= 9) > 1;
    }
}
