using System.Globalization;
using System.Text;

namespace NotifyNl.Recipients.Reading.Cells;

internal enum SectionKind { Literal, General, Text, Number, Date }

/// <summary>One letter group of a format: <c>yyyy</c>, <c>0</c>, <c>#,##</c>… or the literal text between them.</summary>
internal readonly record struct FormatToken(char Symbol, int Length, string? Literal = null)
{
    /// <summary>Marks literal text.</summary>
    public const char Text = '\0';

    /// <summary>Marks elapsed time: [h], [m] or [s], in <see cref="Literal"/>.</summary>
    public const char Elapsed = '[';

    /// <summary>Marks AM/PM.</summary>
    public const char HalfDay = 'P';
}

/// <summary>The part of a number format between two semicolons.</summary>
internal sealed class FormatSection(SectionKind kind, IReadOnlyList<FormatToken> tokens, Predicate<double>? condition)
{
    private const string DateSymbols = "ymdhs";
    private const string NumberSymbols = "0#?.,%E/";

    /// <summary>Windows' own long date and time, whatever the format says after it.</summary>
    private static readonly (string Mark, string Code)[] SystemFormats = [("[$-F800]", "dddd d mmmm yyyy"), ("[$-F400]", "hh:mm:ss")];

    public SectionKind Kind { get; } = kind;

    public IReadOnlyList<FormatToken> Tokens { get; } = tokens;

    public Predicate<double>? Condition { get; } = condition;

    public bool IsPlain { get; } = tokens.All(token => token.Symbol != FormatToken.Text);

    public static FormatSection Parse(string code)
    {
        foreach (var (mark, systemCode) in SystemFormats)
        {
            if (code.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
                code = systemCode;
        }

        var scanner = new FormatScanner(code);
        scanner.Scan();
        return new FormatSection(KindOf(scanner.Tokens), scanner.Tokens, scanner.Condition);
    }

    public string Literals() => Around("");

    /// <summary>The literal text of the section with the value where "General" or "@" stands.</summary>
    public string Around(string value)
    {
        var text = new StringBuilder();
        foreach (var token in Tokens)
            text.Append(token.Symbol is 'G' or '@' ? value : token.Literal);
        return text.ToString();
    }

    private static SectionKind KindOf(List<FormatToken> tokens) =>
        tokens.Exists(t => t.Symbol is 'G') ? SectionKind.General
        : tokens.Exists(t => t.Symbol is FormatToken.Elapsed or FormatToken.HalfDay || DateSymbols.Contains(t.Symbol, StringComparison.Ordinal)) ? SectionKind.Date
        : tokens.Exists(t => t.Symbol == '@') ? SectionKind.Text
        : tokens.Exists(t => NumberSymbols.Contains(t.Symbol, StringComparison.Ordinal)) ? SectionKind.Number
        : SectionKind.Literal;

    /// <summary>Cuts one section into tokens.</summary>
    private sealed class FormatScanner(string code)
    {
        private int at;

        public List<FormatToken> Tokens { get; } = [];

        public Predicate<double>? Condition { get; private set; }

        public void Scan()
        {
            while (at < code.Length)
            {
                var c = code[at];
                switch (c)
                {
                    case '"':
                        AddText(Until('"'));
                        break;
                    case '[':
                        AddBracket(Until(']'));
                        break;
                    case '\\':
                        AddText(code.Substring(Math.Min(at + 1, code.Length - 1), 1));
                        at += 2;
                        break;
                    case '_': // as wide as the next character: nothing to see
                        at += 2;
                        break;
                    case '*': // fills the cell with the next character: one space stands for it
                        AddText(" ");
                        at += 2;
                        break;
                    default:
                        ScanSymbol(c);
                        break;
                }
            }
        }

        private void ScanSymbol(char c)
        {
            if (Skip("General") || Skip("Standaard"))
            {
                Tokens.Add(new FormatToken('G', 1));
            }
            else if (Skip("AM/PM") || Skip("A/P"))
            {
                Tokens.Add(new FormatToken(FormatToken.HalfDay, 1));
            }
            else if (c is 'E' or 'e' && at + 1 < code.Length && code[at + 1] is '+' or '-')
            {
                Tokens.Add(new FormatToken('E', 1));
                at += 2;
            }
            else if (Symbol(c) is var symbol and not FormatToken.Text)
            {
                var start = at;
                while (at < code.Length && Symbol(code[at]) == symbol)
                    at++;
                Tokens.Add(new FormatToken(symbol, at - start, c == '/' ? "/" : null));
            }
            else
            {
                AddText(c.ToString());
                at++;
            }
        }

        /// <summary>Some programs store the Dutch letter for year.</summary>
        private static char Symbol(char c) => char.ToLowerInvariant(c) switch
        {
            'j' => 'y',
            'y' or 'm' or 'd' or 'h' or 's' => char.ToLowerInvariant(c),
            '0' or '#' or '?' or '.' or ',' or '%' or '/' or '@' => c,
            _ => FormatToken.Text,
        };

        private bool Skip(string word)
        {
            if (string.Compare(code, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
                return false;
            at += word.Length;
            return true;
        }

        private void AddText(string text)
        {
            if (text.Length > 0)
                Tokens.Add(new FormatToken(FormatToken.Text, text.Length, text));
        }

        /// <summary>[€-413] is a currency, [h] elapsed time, [&gt;=100] a condition, [Red] a colour.</summary>
        private void AddBracket(string inside)
        {
            if (inside.StartsWith('$'))
                AddText(inside[1..].Split('-')[0]);
            else if (inside.Length > 0 && inside.Distinct().Count() == 1 && "hmsHMS".Contains(inside[0], StringComparison.Ordinal))
                Tokens.Add(new FormatToken(FormatToken.Elapsed, inside.Length, inside.ToLowerInvariant()));
            else if (inside.Length > 1 && "<>=".Contains(inside[0], StringComparison.Ordinal))
                Condition = ParseCondition(inside);
        }

        private static Predicate<double>? ParseCondition(string text)
        {
            var sign = text[..(text[1] is '=' or '>' ? 2 : 1)];
            if (!double.TryParse(text.AsSpan(sign.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var bound))
                return null;
            return sign switch
            {
                "<" => value => value < bound,
                "<=" => value => value <= bound,
                ">" => value => value > bound,
                ">=" => value => value >= bound,
                "=" => value => value == bound,
                _ => value => value != bound,
            };
        }

        private string Until(char end)
        {
            var close = code.IndexOf(end, at + 1);
            var inside = close < 0 ? code[(at + 1)..] : code[(at + 1)..close];
            at = close < 0 ? code.Length : close + 1;
            return inside;
        }
    }
}
