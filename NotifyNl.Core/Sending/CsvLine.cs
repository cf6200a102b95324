using System.Buffers;
using System.Text;

namespace NotifyNl.Sending;

/// <summary>One line of a file for Dutch Excel: semicolons, quotes where needed, and no cell that a spreadsheet would run as a formula.</summary>
public static class CsvLine
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789 ()");

    public static string Of(IReadOnlyList<string?> cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                line.Append(';');
            Append(line, Harmless(cells[i] ?? ""));
        }

        return line.Append("\r\n").ToString();
    }

    /// <summary>An apostrophe before what begins like a formula. A telephone number with its plus runs nothing and stays as it is.</summary>
    /// <remarks>Source: OWASP ASVS 5.0, 1.2.10.</remarks>
    public static string Harmless(string cell)
    {
        if (cell.Length == 0 || cell[0] is not ('=' or '+' or '-' or '@' or '\t' or '\r' or '\0'))
            return cell;
        var isNumber = cell[0] == '+' && cell.Length > 1 && cell.AsSpan(1).IndexOfAnyExcept(OfNumbers) < 0;
        return isNumber ? cell : "'" + cell;
    }

    private static void Append(StringBuilder line, string cell)
    {
        if (cell.AsSpan().IndexOfAny(";\"\r\n") < 0 && (cell.Length == 0 || (cell[0] != ' ' && cell[^1] != ' ')))
            line.Append(cell);
        else
            line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
