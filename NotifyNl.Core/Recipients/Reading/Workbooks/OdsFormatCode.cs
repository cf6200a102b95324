using System.Globalization;
using System.Text;
using System.Xml;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Writes one number style of an ods (ISO 26300 §16.29) as a format code: day long, "-", month long… is dd-mm….</summary>
internal static class OdsFormatCode
{
    private const string LocalShortDate = "dd-mm-yyyy";

    /// <param name="known">The styles read before, by name: a style may send positive numbers to another.</param>
    public static string Read(XmlReader xml, IReadOnlyDictionary<string, string> known)
    {
        // "automatic-order" says: as the reader's country orders it.
        var local = xml.LocalName == "date-style" && xml.Attribute("automatic-order") == "true";
        var code = new StringBuilder();
        string? positive = null;
        var depth = xml.Depth;
        var elapsed = xml.Attribute("truncate-on-overflow") == "false";
        while (!xml.IsEmptyElement && xml.ReadOn() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "map" && xml.Attribute("condition")?.StartsWith("value()>", StringComparison.Ordinal) == true)
                positive = known.GetValueOrDefault(xml.Attribute("apply-style-name") ?? "");
            else
                Write(xml, code, elapsed);
            if (code.Length > ReadLimits.CellCharacters)
                throw UnreadableListException.Damaged();
        }

        var own = local && IsNumericDate(code.ToString()) ? LocalShortDate : code.ToString();
        return positive is null ? own : $"{positive};{own}";
    }

    private static void Write(XmlReader xml, StringBuilder code, bool elapsed)
    {
        var isLong = xml.Attribute("style") == "long";
        switch (xml.LocalName)
        {
            case "day":
                code.Append(isLong ? "dd" : "d");
                break;
            case "day-of-week":
                code.Append(isLong ? "dddd" : "ddd");
                break;
            case "month" when xml.Attribute("textual") == "true":
                code.Append(isLong ? "mmmm" : "mmm");
                break;
            case "month":
                code.Append(isLong ? "mm" : "m");
                break;
            case "year":
                code.Append(isLong ? "yyyy" : "yy");
                break;
            case "hours":
                code.Append(elapsed ? (isLong ? "[hh]" : "[h]") : isLong ? "hh" : "h");
                break;
            case "minutes":
                code.Append(isLong ? "mm" : "m");
                break;
            case "seconds":
                code.Append(isLong ? "ss" : "s");
                var decimals = Number(xml, "decimal-places");
                if (decimals > 0)
                    code.Append('.').Append('0', decimals);
                break;
            case "am-pm":
                code.Append("AM/PM");
                break;
            case "number":
                WriteDigits(xml, code);
                break;
            case "scientific-number":
                code.Append("0.00E+00");
                break;
            case "text" or "currency-symbol":
                WriteText(xml, code);
                break;
        }
    }

    private static void WriteDigits(XmlReader xml, StringBuilder code)
    {
        var whole = Number(xml, "min-integer-digits");
        var decimals = Number(xml, "decimal-places");
        var least = Math.Min(decimals, xml.Attribute("min-decimal-places") is null ? decimals : Number(xml, "min-decimal-places"));
        if (xml.Attribute("decimal-places") is null && whole <= 1 && xml.Attribute("grouping") is null)
        {
            code.Append("General");
            return;
        }

        code.Append(xml.Attribute("grouping") == "true" ? "#,##" : "#").Append('0', whole);
        if (decimals > 0)
            code.Append('.').Append('0', least).Append('#', decimals - least);
    }

    /// <summary>The percent sign is text in an ods and has a meaning in a format code; other text is quoted.</summary>
    private static void WriteText(XmlReader xml, StringBuilder code)
    {
        var text = new StringBuilder();
        var depth = xml.Depth;
        while (!xml.IsEmptyElement && xml.ReadOn() && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
                text.Append(xml.Value);
        }

        var quoted = text.Replace("\"", "").Replace("%", "\"%\"").ToString();
        code.Append('"').Append(quoted).Append('"');
    }

    private static bool IsNumericDate(string code) => !code.Contains("mmm", StringComparison.Ordinal) && !code.Contains('h', StringComparison.Ordinal);

    private static int Number(XmlReader xml, string attribute) =>
        int.TryParse(xml.Attribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 20) : 0;
}
