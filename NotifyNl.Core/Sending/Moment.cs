using System.Globalization;

namespace NotifyNl.Sending;

/// <summary>A date and a time as people fill them in, on the clock of the Netherlands.</summary>
public static class Moment
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "d-M-yyyy", "d/M/yyyy", "d-M-yy"];
    private static readonly string[] Times = ["H:mm", "H.mm", "H:mm:ss", "%H"];

    public static Result<DateTimeOffset> Parse(string? date, string? time)
    {
        if (!DateOnly.TryParseExact(date?.Trim(), Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new Problem("scheduled-date-unreadable", "Date");
        if (!TimeOnly.TryParseExact(time?.Trim(), Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
            return new Problem("scheduled-time-unreadable", "Time");
        return DutchTime.Moment(day, clock) is { } moment ? moment : new Problem("scheduled-time-skipped", "Time");
    }
}
