namespace NotifyNl.Templates;

/// <summary>The white space of a message: single spaces, no space before a comma or full stop, no outer space, at most one blank line.</summary>
internal static class SmsLayout
{
    /// <param name="text">Holds no white space but spaces and line breaks; rewritten in place.</param>
    /// <returns>The length that is left.</returns>
    public static int Apply(Span<char> text)
    {
        var (length, spaces, breaks) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' && i + 1 < text.Length && text[i + 1] is '\n')
                continue;
            if (c is '\n' or '\r')
            {
                breaks++;
                spaces = 0;
                continue;
            }

            if (c is ' ')
            {
                spaces++;
                continue;
            }

            if (length > 0 && breaks > 0)
            {
                text[length++] = '\n';
                if (breaks > 1)
                    text[length++] = '\n';
            }
            else if (length > 0 && spaces > 0 && !Leans(text[i..]))
            {
                text[length++] = ' ';
            }

            text[length++] = c;
            (spaces, breaks) = (0, 0);
        }

        return DropOpenFields(text[..length]);
    }

    /// <summary>A comma or full stop stands against the word before it; three dots for words left out do not.</summary>
    private static bool Leans(ReadOnlySpan<char> text) => text[0] is ',' || (text[0] is '.' && !text.StartsWith("..."));

    private static int DropOpenFields(Span<char> text)
    {
        var mark = SmsComposer.OpenField;
        if (!text.Contains(mark))
            return text.Length;

        var length = 0;
        foreach (var c in text)
        {
            if (c != mark)
                text[length++] = c;
        }

        return length;
    }
}
