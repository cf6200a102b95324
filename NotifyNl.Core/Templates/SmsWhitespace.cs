using System.Buffers;

namespace NotifyNl.Templates;

/// <summary>Characters that take no room or only look like a space, as they come along with text from web pages and word processors.</summary>
public static class SmsWhitespace
{
    /// <summary>
    /// Zero-width characters, soft hyphens, separators and marks of writing direction or emoji style: nothing that a reader would miss.
    /// They are dropped wherever they stand.
    /// </summary>
    public static bool IsZeroWidth(char c) => c switch
    {
        < '\u00AD' => false,
        '\u00AD' or '\u180E' or '\uFEFF' => true,
        >= '\u200B' and <= '\u200F' => true,
        >= '\u2028' and <= '\u202E' => true,
        >= '\u2060' and <= '\u2064' => true,
        >= '\u2066' and <= '\u2069' => true,
        _ => c is '\uFE0E' or '\uFE0F',
    };

    /// <summary>What ends a line, in any of the alphabets that files come in.</summary>
    internal static bool IsLineEnd(char c) =>
        c is '\n' or '\r' or '\v' or '\f' or '\u001C' or '\u001D' or '\u001E' or '\u0085' or '\u2028' or '\u2029';

    internal static bool IsBlank(char c) => c is ' ' or '\t' or '\u001F' || (c > '\u007F' && char.IsWhiteSpace(c) && !IsLineEnd(c));

    /// <summary>A cell or a list's item: zero-width characters out, odd spaces to spaces, nothing at the ends.</summary>
    public static string Strip(string text)
    {
        var odd = false;
        foreach (var c in text)
            odd |= IsZeroWidth(c) || c is '\u00A0' or '\u202F' or '\0';
        if (!odd)
            return text.Trim();

        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var length = 0;
            foreach (var c in text)
            {
                if (!IsZeroWidth(c) && c is not '\0')
                    buffer[length++] = c is '\u00A0' or '\u202F' ? ' ' : c;
            }

            return new string(buffer.AsSpan(0, length).Trim());
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }
}
