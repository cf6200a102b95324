using System.Globalization;
using System.Text.RegularExpressions;

namespace NotifyNl.Web.Api.V2;

/// <summary>Moments on the wire.</summary>
internal static partial class WireMoment
{
    private const string Unreadable = "datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601";

    private static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(24);

    /// <summary>Always six digits of a second and a Z: clients compare texts.</summary>
    public static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A moment that is planned; without an offset it is UTC.</summary>
    /// <param name="honoursOffset">False: as in the model, an offset is dropped and the time is taken for UTC.</param>
    /// <returns>What is wrong with it, or null and the moment.</returns>
    public static (string? Complaint, DateTimeOffset? Moment) Read(string text, DateTimeOffset now, bool honoursOffset, TimeSpan? furthestAhead = null)
    {
        if (Parse(text, honoursOffset) is not { } moment)
            return (Unreadable, null);
        if (moment < now)
            return ("datetime can not be in the past", null);
        var furthest = furthestAhead ?? FurthestAhead;
        return moment > now + furthest ? ($"datetime can only be {furthest.TotalHours:0} hours in the future", null) : (null, moment);
    }

    private static DateTimeOffset? Parse(string text, bool honoursOffset)
    {
        if (text.Length > 60 || Iso().Match(text) is not { Success: true } match)
            return null;
        try
        {
            var fraction = match.Groups["fraction"].Value.PadRight(6, '0')[..6];
            var moment = new DateTimeOffset(Part("year"), Part("month"), Part("day"), Part("hour"), Part("minute"), Part("second"), TimeSpan.Zero)
                .AddMicroseconds(fraction.Length == 6 ? int.Parse(fraction, CultureInfo.InvariantCulture) : 0);
            var offset = new TimeSpan(Part("oh"), Part("om"), 0);
            if (offset >= TimeSpan.FromDays(1) || Part("om") > 59)
                return null;
            return !honoursOffset ? moment : match.Groups["sign"].Value == "-" ? moment + offset : moment - offset;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }

        int Part(string name) => match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})(?<dash>-?)(?<month>[0-9]{2})\k<dash>(?<day>[0-9]{2})(.(?<hour>[0-9]{2})(:?(?<minute>[0-9]{2})(:?(?<second>[0-9]{2})([.,](?<fraction>[0-9]+))?)?)?(Z|(?<sign>[+-])(?<oh>[0-9]{2})(:?(?<om>[0-9]{2}))?)?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
