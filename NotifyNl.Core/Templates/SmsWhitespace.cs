using System.Text;

namespace NotifyNl.Templates;

/// <summary>White space as a telephone shows it: single spaces, no blanks at the ends of lines, at most one empty line.</summary>
public static class SmsWhitespace
{
    /// <summary>Characters without width that people paste along: they are dropped wherever they stand.</summary>
    public static bool IsZeroWidth(char c) => c is '\u180E' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' or '\u200E' or '\u200F' or '\u00AD';

    /// <summary>What ends a line, in any of the alphabets that files come in.</summary>
    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\v' or '\f' or '\u001C' or '\u001D' or '\u001E' or '\u0085' or '\u2028' or '\u2029';

    private static bool IsBlank(char c) => c == ' ' || c == '\u001F' || (char.IsWhiteSpace(c) && !IsLineEnd(c));

    /// <summary>A cell or a list's item: zero-width characters out, odd spaces to spaces, nothing at the ends.</summary>
    public static string Strip(string text)
    {
        var odd = false;
        foreach (var c in text)
            odd |= IsZeroWidth(c) || c is '\u00A0' or '\u202F' or '\u2028' or '\u2029' or '\0';
        if (!odd)
            return text.Trim();

        var stripped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\u00A0' or '\u202F')
                stripped.Append(' ');
            else if (!IsZeroWidth(c) && c is not ('\u2028' or '\u2029' or '\0'))
                stripped.Append(c);
        }

        return stripped.ToString().Trim();
    }

    /// <summary>True when <see cref="Normalise"/> would change nothing; quick for the texts that most messages are.</summary>
    public static bool IsNormal(ReadOnlySpan<char> text) =>
        !text.IsEmpty && text[0] != ' ' && text[^1] != ' ' && text.IndexOf("  ") < 0 && text.IndexOf(" ,") < 0 && text.IndexOf(" .") < 0;

    /// <summary>One pass: line ends to <c>\n</c>, runs of blanks to one space, none before a comma or a full stop, three or more line ends to two.</summary>
    public static string Normalise(ReadOnlySpan<char> text)
    {
        var normal = new StringBuilder(text.Length);
        var (blank, blankStays, lineEnds) = (false, false, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsZeroWidth(c))
            {
                blankStays |= blank;
            }
            else if (IsLineEnd(c))
            {
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                    i++;
                lineEnds++;
                (blank, blankStays) = (false, false);
            }
            else if (IsBlank(c))
            {
                blank = true;
                // Only plain spaces and tabs before a comma are a typing slip.
                blankStays |= c is not (' ' or '\t');
            }
            else
            {
                if (normal.Length > 0)
                {
                    if (lineEnds > 0)
                        normal.Append('\n', Math.Min(lineEnds, 2));
                    else if (blank && (blankStays || c is not (',' or '.')))
                        normal.Append(' ');
                }

                (blank, blankStays, lineEnds) = (false, false, 0);
                normal.Append(c);
            }
        }

        return normal.ToString();
    }
}
