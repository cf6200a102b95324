using System.Globalization;
using System.Text;

namespace NotifyNl.Recipients.Reading.Cells;

/// <summary>Shows a spreadsheet's serial day number as a Dutch date or time.</summary>
internal static class DateText
{
    /// <summary>31 December 9999, the last day a spreadsheet knows.</summary>
    private const double LastDay = 2_958_466;

    private const int DaysBetween1900And1904 = 1_462;

    private static readonly string[] Months =
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];

    private static readonly string[] ShortMonths = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

    private static readonly string[] Days = ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"];

    /// <returns>Null for a number that is no date.</returns>
    public static string? Show(FormatSection section, double serial, bool from1904)
    {
        if (from1904)
            serial += DaysBetween1900And1904;
        if (serial is < 0 or >= LastDay)
            return null;

        var tokens = section.Tokens;
        var twelveHours = tokens.Any(t => t.Symbol == FormatToken.HalfDay);
        var when = Moment(serial, toMilliseconds: HasFraction(tokens));
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Count; i++)
        {
            var (symbol, length, literal) = tokens[i];
            switch (symbol)
            {
                case 'y':
                    text.Append(length <= 2 ? $"{when.Year % 100:00}" : $"{when.Year:0000}");
                    break;
                case 'm' when IsMinute(tokens, i):
                    text.Append(Padded(when.Minute, length));
                    break;
                case 'm':
                    text.Append(Month(when.Month, length));
                    break;
                case 'd':
                    text.Append(length switch { 1 or 2 => Padded(when.Day, length), 3 => Days[(int)when.DayOfWeek][..2], _ => Days[(int)when.DayOfWeek] });
                    break;
                case 'h':
                    text.Append(Padded(twelveHours ? (when.Hour + 11) % 12 + 1 : when.Hour, length));
                    break;
                case 's':
                    text.Append(Padded(when.Second, length));
                    break;
                case FormatToken.Elapsed:
                    text.Append(Padded(Elapsed(serial, literal![0]), length));
                    break;
                case FormatToken.HalfDay:
                    text.Append(when.Hour < 12 ? "AM" : "PM");
                    break;
                case '.' when i + 1 < tokens.Count && tokens[i + 1].Symbol == '0':
                    var decimals = Math.Min(tokens[++i].Length, 3);
                    text.Append(',').Append($"{when.Millisecond:000}"[..decimals]);
                    break;
                case '/': // the separator of the country, and that is a dash
                    text.Append('-');
                    break;
                case '.' or ',':
                    text.Append(symbol);
                    break;
                default:
                    text.Append(literal);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Spreadsheets count 29 February 1900, which never was: days before it lie one further.</summary>
    private static DateTime Moment(double serial, bool toMilliseconds)
    {
        var moment = new DateTime(1899, 12, 30).AddDays(serial is >= 1 and < 60 ? 1 : 0).AddTicks((long)(serial * TimeSpan.TicksPerDay));
        var unit = toMilliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond;
        return new DateTime((moment.Ticks + unit / 2) / unit * unit);
    }

    private static bool HasFraction(IReadOnlyList<FormatToken> tokens) => tokens.Any(t => t.Symbol == '0');

    private static bool IsMinute(IReadOnlyList<FormatToken> tokens, int at)
    {
        if (tokens[at].Length > 2)
            return false;
        var before = tokens.Take(at).LastOrDefault(IsUnit);
        var after = tokens.Skip(at + 1).FirstOrDefault(IsUnit);
        return before.Symbol == 'h' || after.Symbol == 's' || IsElapsed(before, 'h') || IsElapsed(after, 's');
    }

    private static bool IsUnit(FormatToken token) => token.Symbol is 'y' or 'm' or 'd' or 'h' or 's' or FormatToken.Elapsed;

    private static bool IsElapsed(FormatToken token, char unit) => token.Symbol == FormatToken.Elapsed && token.Literal![0] == unit;

    private static long Elapsed(double serial, char unit)
    {
        var seconds = (long)Math.Round(serial * 86_400);
        return unit switch { 'h' => seconds / 3600, 'm' => seconds / 60, _ => seconds };
    }

    private static string Month(int month, int length) => length switch
    {
        1 or 2 => Padded(month, length),
        3 => ShortMonths[month - 1],
        5 => Months[month - 1][..1],
        _ => Months[month - 1],
    };

    private static string Padded(long number, int length) => number.ToString(length > 1 ? "00" : "0", CultureInfo.InvariantCulture);
}
