using NotifyNl.Delivery;

namespace NotifyNl.Tests.Delivery;

public sealed class ShareRuleTests
{
    private static readonly GatewayHealth Well = new("well", 100, null, 50, 0, 1_000, 990);

    [Theory]
    [InlineData(100, 300, 20, 2, 50)] // one in ten
    [InlineData(100, 300, 20, 1, null)]
    [InlineData(100, 300, 9, 9, null)] // too few to tell
    [InlineData(100, 10, 20, 20, null)] // just moved
    [InlineData(5, 300, 20, 20, null)] // never nothing
    [InlineData(8, 300, 20, 20, 5)]
    public void Next_Errors_HalveTheShare(int share, int since, int calls, int failed, int? expected) =>
        Assert.Equal(expected, ShareRule.Next(Ailing(share, since, calls, failed), [Well])?.Share);

    [Theory]
    [InlineData(100, 851, null)] // 14.9 %
    [InlineData(100, 850, 90)]
    [InlineData(10, 100, 5)]
    [InlineData(5, 100, null)]
    public void Next_SlowReceipts_TakeTenPointsAMinute(int share, int inTime, int? expected)
    {
        var slow = Ailing(share, 300, 50, 0) with { InTime = inTime };

        Assert.Equal(expected, ShareRule.Next(slow, [Well])?.Share);
        Assert.Null(ShareRule.Next(slow with { SinceChange = TimeSpan.FromSeconds(30) }, [Well]));
    }

    [Fact]
    public void Next_SlowEverywhere_IsTheNetworks()
    {
        var slow = Ailing(100, 300, 50, 0) with { InTime = 700 };

        Assert.Null(ShareRule.Next(slow, [Well with { InTime = 750 }]));
        Assert.Null(ShareRule.Next(slow, []));
    }

    [Theory]
    [InlineData(50, 59, null)]
    [InlineData(50, 61, 60)]
    [InlineData(95, 61, 100)]
    [InlineData(100, 61, null)]
    public void Next_WellAgain_ComesBackTenPointsAMinute(int share, int since, int? expected) =>
        Assert.Equal(expected, ShareRule.Next(Ailing(share, since, 50, 0), [Well])?.Share);

    private static GatewayHealth Ailing(int share, int since, int calls, int failed) => new("ailing", (short)share, TimeSpan.FromSeconds(since), calls, failed, 1_000, 990);
}
