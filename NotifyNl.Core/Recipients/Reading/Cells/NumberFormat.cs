using System.Globalization;

namespace NotifyNl.Recipients.Reading.Cells;

/// <summary>
/// A cell's own format (ECMA-376 §18.8.31), shown as Dutch people see it: "d mmmm yyyy" gives "23 december 2026", <c>#,##0.00</c> gives "1.452,06".
/// Parsed once per style. Exponents are never shown: they would hide digits.
/// </summary>
internal sealed class NumberFormat
{
    public static readonly NumberFormat General = new("General");

    private readonly FormatSection[] sections;

    public NumberFormat(string code)
    {
        sections = [.. Split(code).Take(4).Select(FormatSection.Parse)];
        IsGeneral = sections is [{ Kind: SectionKind.General, IsPlain: true }];
        IsText = sections is [{ Kind: SectionKind.Text }];
    }

    public bool IsGeneral { get; }

    public bool IsText { get; }

    public string Show(double value, bool from1904 = false)
    {
        if (!double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var (section, shown) = Choose(value);
        return section.Kind switch
        {
            SectionKind.Date => DateText.Show(section, value, from1904) ?? PlainNumber.Show(value),
            SectionKind.Number => NumberText.Show(section, shown),
            SectionKind.General => section.Around(PlainNumber.Show(shown)),
            SectionKind.Text => PlainNumber.Show(value),
            _ => section.Literals(),
        };
    }

    /// <summary>Positive; negative; zero; text. A section of its own for negatives loses the sign: the section shows it.</summary>
    private (FormatSection Section, double Value) Choose(double value)
    {
        var numeric = sections.Length == 4 ? 3 : sections.Length;
        for (var i = 0; i < numeric; i++)
        {
            if (sections[i].Condition is { } holds && holds(value))
                return (sections[i], i == 0 ? value : Math.Abs(value));
        }

        if (sections.Any(section => section.Condition is not null))
            return (sections[numeric - 1], value);
        if (value < 0 && numeric > 1)
            return (sections[1], -value);
        return (value == 0 && numeric > 2 ? sections[2] : sections[0], value);
    }

    private static IEnumerable<string> Split(string code)
    {
        var start = 0;
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = SkipTo('"', code, i);
                    break;
                case '[':
                    i = SkipTo(']', code, i);
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case ';':
                    yield return code[start..i];
                    start = i + 1;
                    break;
            }
        }

        yield return code[Math.Min(start, code.Length)..];
    }

    private static int SkipTo(char end, string code, int from) =>
        code.IndexOf(end, from + 1) is var found and >= 0 ? found : code.Length;
}
