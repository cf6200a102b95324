using NotifyNl.Templates;

namespace NotifyNl.Tests.Templates;

public sealed class SmsPartsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(307, 3)]
    public void Count_GsmText_Counts160Then153(int length, int expected) =>
        Assert.Equal(expected, SmsParts.Count(new string('a', length), SmsEncoding.Gsm7));

    [Theory]
    [InlineData(70, 1)]
    [InlineData(71, 2)]
    [InlineData(134, 2)]
    [InlineData(135, 3)]
    public void Count_UnicodeText_Counts70Then67(int length, int expected) =>
        Assert.Equal(expected, SmsParts.Count(new string('ŵ', length), SmsEncoding.Ucs2));

    [Theory]
    [InlineData(80, 1)]
    [InlineData(81, 2)]
    public void Count_EuroSigns_CountTwice(int length, int expected) =>
        Assert.Equal(expected, SmsParts.Count(new string('€', length), SmsEncoding.Gsm7));

    /// <summary>152 + 2 + 152 septets are 306, two full parts by division; the pair does not fit in the last septet of the first.</summary>
    [Fact]
    public void Count_EscapePairOnTheBoundary_MovesToTheNextPart()
    {
        Assert.Equal(2, SmsParts.Count(new string('a', 151) + "€" + new string('a', 153), SmsEncoding.Gsm7));
        Assert.Equal(3, SmsParts.Count(new string('a', 152) + "€" + new string('a', 152), SmsEncoding.Gsm7));
    }

    [Fact]
    public void Count_SurrogatePairOnTheBoundary_MovesToTheNextPart()
    {
        Assert.Equal(2, SmsParts.Count(new string('ŵ', 65) + "😀" + new string('ŵ', 67), SmsEncoding.Ucs2));
        Assert.Equal(3, SmsParts.Count(new string('ŵ', 66) + "😀" + new string('ŵ', 66), SmsEncoding.Ucs2));
    }
}
