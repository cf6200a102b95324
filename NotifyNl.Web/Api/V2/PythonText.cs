using System.Globalization;
using System.Text;

namespace NotifyNl.Web.Api.V2;

/// <summary>Values as the model's language writes them: in messages that clients compare to the letter, and in texts where a value is no text.</summary>
internal static class PythonText
{
    /// <summary>As <c>repr()</c> does.</summary>
    public static string Repr(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>As <c>str()</c> does; a list of values is left as a list, because channels write it in their own way.</summary>
    public static object? Value(object? value) => value switch
    {
        null or string => value,
        List<object?> list => list.ConvertAll(item => item switch
        {
            null => null,
            // An empty object counts as no item.
            IDictionary<string, object?> { Count: 0 } => null,
            string text => text,
            _ => Repr(item),
        }),
        _ => Repr(value),
    };

    public static string Number(string raw)
    {
        if (raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
            return raw == "-0" ? "0" : raw;
        var number = double.Parse(raw, CultureInfo.InvariantCulture);
        if (double.IsInfinity(number))
            return number > 0 ? "inf" : "-inf";
        var shortest = number.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = number == 0 ? 0 : int.Parse(shortest.AsSpan(shortest.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = number.ToString("R", CultureInfo.InvariantCulture);
        if (exponent is >= -4 and < 16)
        {
            var plain = digits.Contains('E', StringComparison.Ordinal) ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : digits;
            return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
        }

        // 1E+16 is written 1e+16, and 1E-05 keeps its zero.
        var e = digits.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? Mantissa(digits, exponent) : digits[..e];
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Mantissa(string digits, int exponent)
    {
        var sign = digits.StartsWith('-') ? "-" : "";
        var all = digits.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        _ = exponent;
        return all.Length == 1 ? sign + all : $"{sign}{all[0]}.{all[1..]}";
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("None");
                break;
            case bool truth:
                text.Append(truth ? "True" : "False");
                break;
            case WireNumber number:
                text.Append(Number(number.Raw));
                break;
            case string word:
                AppendQuoted(text, word);
                break;
            case IDictionary<string, object?> properties:
                text.Append('{');
                foreach (var (name, property) in properties)
                {
                    Separate(text, '{');
                    AppendQuoted(text, name);
                    text.Append(": ");
                    Append(text, property);
                }

                text.Append('}');
                break;
            case IEnumerable<object?> items:
                text.Append('[');
                foreach (var item in items)
                {
                    Separate(text, '[');
                    Append(text, item);
                }

                text.Append(']');
                break;
            default:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void Separate(StringBuilder text, char open)
    {
        if (text[^1] != open)
            text.Append(", ");
    }

    private static void AppendQuoted(StringBuilder text, string word)
    {
        var quote = word.Contains('\'', StringComparison.Ordinal) && !word.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (var c in word)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                _ when c == quote => text.Append('\\').Append(c),
                < ' ' or (>= '\u007f' and <= '\u00a0') or '\u00ad' => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => text.Append(c),
            };
        }

        text.Append(quote);
    }
}
