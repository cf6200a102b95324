using NotifyNl.Sending;

namespace NotifyNl.Tests.Sending;

/// <summary>F23: what is planned goes out when the clock on a Dutch wall says so, once, also in the two nights when that clock jumps, and on a leap day.</summary>
public sealed class DutchNightsTests
{
    [Theory]
    [InlineData("2026-10-24", "9:00", "2026-10-24T07:00:00Z")]
    [InlineData("2026-10-25", "1:59", "2026-10-24T23:59:00Z")]
    [InlineData("2026-10-25", "2:30", "2026-10-25T00:30:00Z")] // comes twice: the first time
    [InlineData("2026-10-25", "3:00", "2026-10-25T02:00:00Z")]
    [InlineData("2026-10-25", "9:00", "2026-10-25T08:00:00Z")]
    [InlineData("2027-03-28", "1:59", "2027-03-28T00:59:00Z")]
    [InlineData("2027-03-28", "3:00", "2027-03-28T01:00:00Z")]
    [InlineData("2028-02-29", "0:00", "2028-02-28T23:00:00Z")]
    public void F23_PlannedTime_IsTheOneOnTheWall(string date, string time, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment, null), Moment.Parse(date, time).Value);

    [Theory]
    [InlineData("2027-03-28", "2:00")]
    [InlineData("2027-03-28", "2:59")]
    public void F23_TimeThatTheClockSkips_IsRefused(string date, string time) => Assert.Equal("scheduled-time-skipped", Moment.Parse(date, time).Problem?.Code);

    [Theory]
    [InlineData("2027-02-29")]
    [InlineData("2026-02-30")]
    public void F23_DayThatIsNot_IsRefused(string date) => Assert.Equal("scheduled-date-unreadable", Moment.Parse(date, "9:00").Problem?.Code);

    [Theory]
    [InlineData("2026-10-24T21:59:59Z", "2026-10-24")]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25")]
    [InlineData("2026-10-25T22:59:59Z", "2026-10-25")] // 25 hours long
    [InlineData("2026-10-25T23:00:00Z", "2026-10-26")]
    [InlineData("2027-03-27T23:00:00Z", "2027-03-28")]
    [InlineData("2027-03-28T21:59:59Z", "2027-03-28")] // 23 hours long
    [InlineData("2027-03-28T22:00:00Z", "2027-03-29")]
    public void F23_DayOfALimit_IsTheDutchOne(string moment, string day) => Assert.Equal(DateOnly.Parse(day, null), DutchTime.Day(DateTimeOffset.Parse(moment, null)));
}
