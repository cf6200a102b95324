using System.Globalization;
using NotifyNl.Recipients;

namespace NotifyNl.Tests.Recipients.Numbers;

public sealed class CountriesTests
{
    [Theory]
    [InlineData("+31612345678", "31", 1, SenderRule.Yes, true)]
    [InlineData("+32470123456", "32", 3, SenderRule.No, true)]
    [InlineData("+905321234567", "90", 1, SenderRule.Registration, true)]
    [InlineData("+12025550104", "1", 2, SenderRule.No, false)]
    [InlineData("+16644918766", "1664", 6, SenderRule.No, true)]
    [InlineData("+5978123456", "597", 6, SenderRule.Unknown, null)]
    public void Find_Number_KnowsItsCountry(string e164, string prefix, int weight, SenderRule sender, bool? receipt)
    {
        var country = Countries.All.Find(e164)!;

        Assert.Equal((prefix, weight, sender, receipt), (country.Prefix, country.BillingWeight, country.AlphanumericSender, country.DeliveryReceipt));
    }

    [Fact]
    public void Find_PrefixOfNoCountry_IsNothing() => Assert.Null(Countries.All.Find("+24741111"));

    [Theory]
    [InlineData("+32470123456", "België", "Belgium")]
    [InlineData("+447911123456", "Verenigd Koninkrijk", "United Kingdom")]
    [InlineData("+12025550104", "Verenigde Staten of Canada", "United States or Canada")]
    public void NameIn_Language_IsThatOfTheReader(string e164, string dutch, string english)
    {
        var country = Countries.All.Find(e164)!;

        Assert.Equal((dutch, english), (country.NameIn(CultureInfo.GetCultureInfo("nl-NL")), country.NameIn(CultureInfo.GetCultureInfo("en-GB"))));
    }
}
