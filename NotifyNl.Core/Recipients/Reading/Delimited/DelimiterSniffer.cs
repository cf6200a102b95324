namespace NotifyNl.Recipients.Reading.Delimited;

/// <summary>
/// Which character stands between the fields. Dutch Excel writes semicolons, "Unicode-tekst" tabs, the rest of the world commas.
/// The header tells most; the lines after it settle a tie ("naam, voornaam;telefoon").
/// </summary>
internal static class DelimiterSniffer
{
    private const int Lines = 20;
    private const string Candidates = ";\t,|";

    /// <param name="start">The first part of the text.</param>
    public static char Sniff(ReadOnlySpan<char> start)
    {
        var best = Candidates[0];
        var bestScore = 0.0;
        foreach (var candidate in Candidates)
        {
            if (Score(start, candidate) is var score && score > bestScore)
                (best, bestScore) = (candidate, score);
        }

        return best;
    }

    /// <summary>Excel's own mark on the first line, "sep=;".</summary>
    /// <returns>The delimiter, or null when there is no such line.</returns>
    public static char? Declared(ReadOnlySpan<char> start)
    {
        if (!start.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || start.Length < 5)
            return null;
        return start.Length == 5 || start[5] is '\r' or '\n' ? start[4] : null;
    }

    private static double Score(ReadOnlySpan<char> text, char candidate)
    {
        int header = 0, same = 0, lines = 0, any = 0;
        while (lines < Lines && !text.IsEmpty)
        {
            var count = CountInLine(ref text, candidate, out var blank);
            if (blank)
                continue;
            if (lines++ == 0)
                header = count;
            same += count == header ? 1 : 0;
            any += count > 0 ? 1 : 0;
        }

        if (lines == 0 || any == 0)
            return 0;
        return header == 0 ? 0.1 * any / lines : header + 10.0 * same / lines;
    }

    private static int CountInLine(ref ReadOnlySpan<char> text, char candidate, out bool blank)
    {
        var count = 0;
        var quoted = false;
        var at = 0;
        blank = true;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '"')
                quoted = !quoted;
            else if (c is '\n' or '\r' && !quoted)
                break;
            else if (c == candidate && !quoted)
                count++;
            blank &= char.IsWhiteSpace(c) && c != candidate;
        }

        text = text[Math.Min(at + 1, text.Length)..];
        return count;
    }
}
