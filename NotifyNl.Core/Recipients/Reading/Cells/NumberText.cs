using System.Globalization;
using System.Text;

namespace NotifyNl.Recipients.Reading.Cells;

/// <summary>Fills the digit places of a number format, with Dutch separators.</summary>
internal static class NumberText
{
    public static string Show(FormatSection section, double value)
    {
        var tokens = section.Tokens;
        var places = Places.Of(tokens);
        if (places.NotDigits)
            return PlainNumber.Show(value);

        var scaled = value * Math.Pow(100, places.Percents) / Math.Pow(1000, places.Thousands);
        var digits = Round(Math.Abs(scaled), places.Decimals);
        var dot = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = (dot < 0 ? digits : digits[..dot]).TrimStart('0').PadLeft(places.Whole, '0');
        var fraction = (dot < 0 ? "" : digits[(dot + 1)..]).TrimEnd('0').PadRight(places.FractionMinimum, '0');

        var text = new StringBuilder();
        if (scaled < 0 && (whole + fraction).AsSpan().ContainsAnyExcept('0'))
            text.Append('-');
        Write(text, tokens, places, places.Grouped ? Group(whole) : whole, fraction);
        return text.ToString();
    }

    /// <summary>Half away from zero, as spreadsheets do, on the 15 digits that they store.</summary>
    private static string Round(double value, int decimals) =>
        value < 1e15
            ? Math.Round(decimal.Parse(value.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture), decimals, MidpointRounding.AwayFromZero)
                .ToString("F" + decimals, CultureInfo.InvariantCulture)
            : value.ToString("F" + decimals, CultureInfo.InvariantCulture);

    private static string Group(string digits)
    {
        var text = new StringBuilder(digits);
        for (var i = digits.Length - 3; i > 0; i -= 3)
            text.Insert(i, '.');
        return text.ToString();
    }

    /// <summary>All whole digits stand at the last whole place of a run without literals between (06-12 34 spreads them over its places).</summary>
    private static void Write(StringBuilder text, IReadOnlyList<FormatToken> tokens, Places places, string whole, string fraction)
    {
        var afterDot = false;
        var written = 0;
        var left = places.WholePlaces;
        var fractionWritten = 0;
        foreach (var token in tokens)
        {
            switch (token.Symbol)
            {
                case '0' or '#' or '?' when !afterDot:
                    left -= token.Length;
                    var end = places.Grouped ? (left == 0 ? whole.Length : 0) : Math.Max(written, whole.Length - left);
                    text.Append(whole, written, end - written);
                    written = end;
                    break;
                case '0' or '#' or '?':
                    var length = Math.Min(token.Length, fraction.Length - fractionWritten);
                    text.Append(fraction, fractionWritten, length);
                    fractionWritten += length;
                    break;
                case '.':
                    afterDot = true;
                    if (fraction.Length > 0 || places.FractionMinimum > 0)
                        text.Append(',');
                    break;
                case '%':
                    text.Append('%', token.Length);
                    break;
                case FormatToken.Text:
                    text.Append(token.Literal);
                    break;
            }
        }
    }

    private readonly record struct Places(int Whole, int WholePlaces, int Decimals, int FractionMinimum, bool Grouped, int Thousands, int Percents, bool NotDigits)
    {
        public static Places Of(IReadOnlyList<FormatToken> tokens)
        {
            int whole = 0, wholePlaces = 0, decimals = 0, minimum = 0, thousands = 0, percents = 0;
            bool afterDot = false, grouped = false, notDigits = false;
            for (var i = 0; i < tokens.Count; i++)
            {
                var (symbol, length) = (tokens[i].Symbol, tokens[i].Length);
                switch (symbol)
                {
                    case '0' or '#' or '?' when afterDot:
                        decimals += length;
                        minimum = symbol == '#' ? minimum : decimals;
                        break;
                    case '0' or '#' or '?':
                        wholePlaces += length;
                        whole += symbol == '0' ? length : 0;
                        break;
                    case '.':
                        afterDot = true;
                        break;
                    case ',' when tokens.Skip(i + 1).Any(t => t.Symbol is '0' or '#' or '?') && !afterDot:
                        grouped = true;
                        break;
                    case ',':
                        thousands += length;
                        break;
                    case '%':
                        percents += length;
                        break;
                    case 'E' or '/':
                        notDigits = true;
                        break;
                }
            }

            return new Places(whole, wholePlaces, Math.Min(decimals, 20), Math.Min(minimum, 20), grouped, thousands, percents, notDigits);
        }
    }
}
