using NotifyNl.Templates;

namespace NotifyNl.Recipients.Checking;

/// <summary>
/// Notices a column that looks like burgerservicenummers, which have no business in a list for text messages. One number in eleven passes
/// the test by chance, so only a column that is full of them, or is named for them, counts.
/// </summary>
internal sealed class BsnWatch(IReadOnlyList<ListColumn> columns)
{
    private const int Few = 3;
    private const double Most = 0.8;

    private static readonly string[] Names = ["bsn", "burgerservicenummer", "sofi"];

    private readonly int[] filled = new int[columns.Count];
    private readonly int[] passing = new int[columns.Count];

    public void Look(int column, string? cell)
    {
        if (cell is null || columns[column].IsNumber)
            return;
        filled[column]++;
        passing[column] += IsBsn(cell) ? 1 : 0;
    }

    public IEnumerable<ListWarning> Warnings()
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var named = Names.Any(name => TemplateText.Key(columns[i].Name).Contains(name, StringComparison.Ordinal));
            if (passing[i] > 0 && (named || (passing[i] >= Few && passing[i] >= Most * filled[i])))
                yield return new ListWarning(Problem.Of("bsn", columns[i].Name, passing[i]), passing[i]);
        }
    }

    /// <summary>The 11-proef: nine digits (or eight, the zero lost) with weights 9 to 2 and -1.</summary>
    internal static bool IsBsn(string cell)
    {
        Span<int> digits = stackalloc int[9];
        var count = 0;
        foreach (var c in cell)
        {
            if (c is ' ' or '.')
                continue;
            if (!char.IsAsciiDigit(c) || count == 9)
                return false;
            digits[count++] = c - '0';
        }

        if (count is < 8 or > 9)
            return false;
        var sum = -digits[count - 1];
        for (var i = 0; i < count - 1; i++)
            sum += digits[i] * (count - i);
        return sum != 0 && sum % 11 == 0;
    }
}
