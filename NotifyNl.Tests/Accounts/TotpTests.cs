using System.Text;
using NotifyNl.Accounts;

namespace NotifyNl.Tests.Accounts;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B: the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_IsThatOfTheStandard(long seconds, string code) => Assert.Equal(code, Totp.Code(Key, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Find_TakesOneStepBeforeAndAfter(int offset, bool found)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Assert.Equal(found, Totp.Find(Key, Totp.Code(Key, Totp.StepOf(now) + offset), now) is not null);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    [InlineData(3, false)]
    public void AClockThatIsAnHourOff_IsRecognised(int hours, bool recognised)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Assert.Equal(recognised, Totp.IsOfAnotherHour(Key, Totp.Code(Key, Totp.StepOf(now.AddHours(hours))), now));
    }

    [Fact]
    public void Key_ComesBackFromItsText()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Text(Key));
        Assert.Equal(Key, Totp.Key("gezd gnbv gy3t qojq gezd gnbv gy3t qojq"));
        for (var i = 0; i < 100; i++)
        {
            var key = Totp.NewKey();
            Assert.Equal(key, Totp.Key(Totp.Text(key)));
        }
    }
}
