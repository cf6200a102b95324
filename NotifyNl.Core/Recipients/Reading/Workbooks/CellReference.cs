namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>"B7" and back.</summary>
internal static class CellReference
{
    /// <returns>Column and row from 0 and 1; false for what is no reference within a sheet.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out int column, out int row)
    {
        column = row = 0;
        var at = 0;
        for (; at < text.Length && char.IsAsciiLetter(text[at]) && at < 4; at++)
            column = column * 26 + (text[at] & 0x1F);
        if (at == 0 || at == text.Length || text.Length > at + 7)
            return false;
        for (; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                return false;
            row = row * 10 + (text[at] - '0');
        }

        return column-- <= ReadLimits.PhysicalColumns && row is > 0 and <= ReadLimits.PhysicalRows;
    }

    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + (rest - 1) % 26) + letters;
        return letters;
    }
}
