using Microsoft.Extensions.Time.Testing;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;

namespace NotifyNl.Tests.Delivery;

public sealed class GatewayPauseTests
{
    private static readonly GatewayTrouble Trouble = new("HTTP 500");

    private readonly FakeTimeProvider clock = new();
    private readonly GatewayPause pause;

    public GatewayPauseTests() => pause = new GatewayPause(clock);

    [Fact]
    public void Trouble_AgainAndAgain_WaitsTwiceAsLongEachTimeUpToAMinute()
    {
        var waits = new List<double>();
        for (var i = 0; i < 11; i++)
        {
            pause.Trouble(Trouble, feelTheWayBack: true);
            waits.Add(pause.Remaining.TotalSeconds);
            clock.Advance(pause.Remaining);
        }

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
    }

    [Fact]
    public void Trouble_OfCallsThatWereUnderWayTogether_IsOne()
    {
        for (var i = 0; i < 6; i++)
            pause.Trouble(Trouble, feelTheWayBack: true);

        Assert.Equal(GatewayPause.Shortest, pause.Remaining);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(0, 0.25)]
    [InlineData(86_400, 300)]
    [InlineData(-5, 0.25)]
    public void Trouble_WithRetryAfter_HonoursItWithinReason(double asked, double waits)
    {
        pause.Trouble(Trouble with { RetryAfter = TimeSpan.FromSeconds(asked) }, feelTheWayBack: false);

        Assert.Equal(TimeSpan.FromSeconds(waits), pause.Remaining);
    }

    [Fact]
    public void SetSize_AfterTrouble_IsOneUntilTheGatewayAnswers()
    {
        pause.Trouble(Trouble, feelTheWayBack: true);
        Assert.Equal(1, pause.SetSize(100));
        pause.Answered(); // of a call that began before the trouble
        Assert.True(pause.IsActive);
        Assert.Equal(1, pause.SetSize(100));

        clock.Advance(pause.Remaining);
        Assert.Equal(1, pause.SetSize(100));
        pause.Answered();
        Assert.Equal(100, pause.SetSize(100));
    }

    [Fact]
    public void SetSize_GatewayThatWasOnlyBusy_StaysWhole()
    {
        pause.Trouble(Trouble, feelTheWayBack: false);

        Assert.Equal(100, pause.SetSize(100));
    }
}
