using System.Globalization;

namespace NotifyNl.Recipients.Reading.Cells;

/// <summary>A number without a format: 612345678, 31612345678, 12,5. Never ".0" and never an exponent.</summary>
internal static class PlainNumber
{
    /// <summary>Above this a double has no digits after the point, and <see cref="decimal"/> soon ends.</summary>
    private const double Large = 1e15;

    public static string Show(double value)
    {
        if (Math.Abs(value) >= Large)
            return value.ToString("F0", CultureInfo.InvariantCulture);
        if (value == Math.Floor(value))
            return ((long)value).ToString(CultureInfo.InvariantCulture);

        // 15 digits are what a spreadsheet stores: 0.1 + 0.2 is 0,3.
        var text = value.ToString("G15", CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal))
            text = value.ToString("0.####################", CultureInfo.InvariantCulture);
        return text.Replace('.', ',');
    }
}
