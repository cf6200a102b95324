using System.Buffers;
using System.Text;

namespace NotifyNl.Recipients.Reading.Cells;

/// <summary>Takes away what nobody sees in a cell: zero-width characters, control characters, space around. A hard space becomes a space.</summary>
internal static class CleanText
{
    private const string Invisible = "\u180E\u200B\u200C\u200D\u2060\uFEFF\u2028\u2029";
    private const string HardSpaces = "\u00A0\u202F";

    /// <summary>What makes a cell worth a second look.</summary>
    private static readonly SearchValues<char> Odd = SearchValues.Create(
        Invisible + HardSpaces + string.Concat(Enumerable.Range(0, 32).Select(i => (char)i)) + "\u007F");

    /// <returns>The cell's text, or null when nothing is left.</returns>
    public static string? OrNull(string text)
    {
        if (text.AsSpan().ContainsAny(Odd))
            text = Clean(text);
        text = text.Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (HardSpaces.Contains(c, StringComparison.Ordinal))
                clean.Append(' ');
            else if (c is '\t' or '\n' or '\r' || (!char.IsControl(c) && !Invisible.Contains(c, StringComparison.Ordinal)))
                clean.Append(c);
        }

        return clean.ToString();
    }
}
