namespace NotifyNl.Sending;

/// <summary>What the clock on a Dutch wall says. Storage is UTC; screens, schedules and the day of a limit are Europe/Amsterdam.</summary>
public static class DutchTime
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    public static DateTime Of(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).DateTime;

    public static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(Of(moment));

    /// <returns>The moment, or null where the clock skips that time (the last Sunday of March, 02:00–03:00).</returns>
    /// <remarks>The hour that comes twice in October is taken the first time.</remarks>
    public static DateTimeOffset? Moment(DateOnly day, TimeOnly time)
    {
        var wall = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(wall))
            return null;
        var offset = Zone.IsAmbiguousTime(wall) ? Zone.GetAmbiguousTimeOffsets(wall).Max() : Zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}
