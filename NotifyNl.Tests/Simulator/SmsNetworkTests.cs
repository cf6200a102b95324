extern alias simulator;

using simulator::NotifyNl.Simulator.Gateways;

namespace NotifyNl.Tests.Simulator;

public sealed class SmsNetworkTests
{
    [Theory]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("ï", 70, 1)]
    [InlineData("ï", 71, 2)]
    [InlineData("ï", 134, 2)]
    [InlineData("ï", 135, 3)]
    [InlineData("🙂", 35, 1)]
    [InlineData("🙂", 36, 2)]
    public void Carry_CountsParts(string letter, int times, int parts)
    {
        var text = string.Concat(Enumerable.Repeat(letter, times));

        Assert.Equal((text, parts), SmsNetwork.Carry(text, SmsAlphabet.Detect, 99));
    }

    [Fact]
    public void Carry_DoesNotCutALetterOfTwoUnitsOverAPart()
    {
        // 152 + € does not fit in 153: the € begins the second part, so that 306 units need three.
        var text = new string('a', 152) + "€" + new string('a', 152);

        Assert.Equal(3, SmsNetwork.Carry(text, SmsAlphabet.Detect, 99).Parts);
    }

    [Fact]
    public void Carry_KeepsASurrogatePairWholeWhenItCutsOff() =>
        Assert.Equal(new string('ï', 69), SmsNetwork.Carry(new string('ï', 69) + "🙂", SmsAlphabet.Detect, 1).Text);
}
