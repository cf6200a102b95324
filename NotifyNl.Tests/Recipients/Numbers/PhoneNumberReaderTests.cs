using System.Diagnostics;
using System.Globalization;
using CsCheck;
using NotifyNl.Recipients;

namespace NotifyNl.Tests.Recipients.Numbers;

public sealed class PhoneNumberReaderTests
{
    private static readonly PhoneNumberReader Reader = new();

    [Theory]
    [InlineData("0612345678")]
    [InlineData("06-12345678")]
    [InlineData("06 12 34 56 78")]
    [InlineData("06.12.34.56.78")]
    [InlineData("06/12345678")]
    [InlineData("(06) 12345678")]
    [InlineData("06–12345678")]
    [InlineData("+31612345678")]
    [InlineData("+31 (0)6 12345678")]
    [InlineData("0031(0)612345678")]
    [InlineData("0031612345678")]
    [InlineData("31612345678")]
    [InlineData("+310612345678")]
    [InlineData("'0612345678")]
    [InlineData("=\"0612345678\"")]
    [InlineData("0612345678;")]
    [InlineData("0612345678,")]
    [InlineData("06\u00A012345678")]
    [InlineData("\u200E0612345678")]
    [InlineData("０６１２３４５６７８")]
    public void Check_SpellingOfPeople_IsOneNumberAndNoRepair(string input) =>
        Assert.Equal(("+31612345678", NumberKind.Mobile, false, false), Facts(input));

    [Theory]
    [InlineData("612345678")]
    [InlineData("612345678.0")]
    [InlineData("31612345678.0")]
    [InlineData("0000612345678")]
    public void Check_DigitsLostOrAddedBySpreadsheet_IsRepaired(string input) =>
        Assert.Equal(("+31612345678", NumberKind.Mobile, true, false), Facts(input));

    [Theory]
    [InlineData("", "number-missing")]
    [InlineData("\u200B \u00A0", "number-missing")]
    [InlineData("061234KPN8", "number-unknown-character")]
    [InlineData("0612345678O", "number-unknown-character")]
    [InlineData("Jan 0612345678", "number-unknown-character")]
    [InlineData("0612345678 x12", "number-unknown-character")]
    [InlineData("٠٦١٢٣٤٥٦٧٨", "number-unknown-character")]
    [InlineData("6,12E+08", "number-rounded-by-excel")]
    [InlineData("3.16E+10", "number-rounded-by-excel")]
    [InlineData("0612345678 / 0687654321", "number-several")]
    [InlineData("0612345678, 0687654321", "number-several")]
    [InlineData("0612345678 0687654321", "number-several")]
    [InlineData("06 12345678 06 87654321", "number-several")]
    [InlineData("0612345678 of 020-1234567", "number-several")]
    [InlineData("+31612345678+31687654321", "number-several")]
    [InlineData("061234567", "number-too-short")]
    [InlineData("+31 6 1234 567", "number-too-short")]
    [InlineData("06123456789", "number-too-long")]
    [InlineData("06471234567", "number-too-long")]
    [InlineData("0671234567", "number-invalid")]
    [InlineData("+24741111", "number-unknown-country")]
    public void Check_WhatIsNoNumber_SaysWhy(string input, string code)
    {
        var check = Reader.Check(input);

        Assert.Equal((false, code), (check.Valid, check.Problem?.Code));
    }

    [Theory]
    [InlineData("020-1234567", NumberKind.Landline, "number-landline")]
    [InlineData("201234567", NumberKind.Landline, "number-landline")]
    [InlineData("08001234", NumberKind.Free, "number-free")]
    [InlineData("0900-8844", NumberKind.Premium, "number-premium")]
    [InlineData("0666123456", NumberKind.Pager, "number-not-reachable")]
    [InlineData("0851234567", NumberKind.Voip, "number-not-reachable")]
    [InlineData("112", NumberKind.Emergency, "number-emergency")]
    public void Check_NumberThatCannotReceive_TellsItsKind(string input, NumberKind kind, string code)
    {
        var check = Reader.Check(input);

        Assert.Equal((false, kind, code), (check.Valid, check.Kind, check.Problem?.Code));
    }

    [Fact]
    public void Check_NumberOfMachine_IsReachable() =>
        Assert.Equal(("+3197012345678", NumberKind.Machine097, false, false), Facts("097012345678"));

    [Theory]
    [InlineData("+32470123456", "+32470123456", "32")]
    [InlineData("32470123456", "+32470123456", "32")]
    [InlineData("0032 470 12 34 56", "+32470123456", "32")]
    [InlineData("33612345678", "+33612345678", "33")]
    [InlineData("+1 202 555 0104", "+12025550104", "1")]
    [InlineData("+1 868 620 1234", "+18686201234", "1868")]
    [InlineData("+44 7911 123456", "+447911123456", "44")]
    [InlineData("+599 9 512 3456", "+59995123456", "599")]
    public void Check_NumberAbroad_HasCountryByCallingCode(string input, string e164, string prefix)
    {
        var check = Reader.Check(input);

        Assert.Equal((e164, prefix, true, false), (check.E164, check.Country?.Prefix, check.Abroad, check.Repaired));
    }

    [Fact]
    public void Check_OtherHome_ReadsItsOwnNumbers() =>
        Assert.Equal("+32470123456", new PhoneNumberReader("BE").Check("0470 12 34 56").E164);

    [Theory]
    [InlineData("0699000001", "+31699000001")]
    [InlineData("+31 6 99000009", "+31699000009")]
    [InlineData("07700900000", "+447700900000")]
    [InlineData("+447700900222", "+447700900222")]
    public void Check_NumberInPlay_IsValid(string input, string e164)
    {
        var check = Reader.Check(input);

        Assert.Equal((true, e164, NumberKind.Mobile), (check.Valid, check.E164, check.Kind));
    }

    [Fact]
    public void Check_ShortWay_AgreesWithTheLibrary() => Gen.Int[60_000_000, 69_999_999].Sample(
        start =>
        {
            var national = start.ToString(CultureInfo.InvariantCulture) + "1";

            // Brackets are a spelling that the short way leaves to the library.
            Assert.Equal(Reader.Check($"(0){national}").E164, Reader.Check("0" + national).E164);
        },
        iter: 10_000);

    [Fact]
    public void Check_AnyText_EndsInANumberOrAProblem() => Gen.String.Sample(
        text =>
        {
            var check = Reader.Check(text);

            Assert.Equal(check.Valid, check.Problem is null);
            Assert.Equal(check.Valid, check.E164 is not null);
        },
        iter: 10_000);

    [Fact]
    public void Check_HostileCell_TakesNoTime()
    {
        var watch = Stopwatch.StartNew();
        foreach (var piece in new[] { "0", "+", "(", "- ", "1.", "9e", "06 12345678, " })
            Assert.False(Reader.Check(string.Concat(Enumerable.Repeat(piece, 100_000))).Valid);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("+31612345678", "06 12345678", "06 •••• 5678")]
    [InlineData("+32470123456", "+32 470 12 34 56", "+32 •••• 456")]
    [InlineData("+3197012345678", "+31 970 123 45678", "+31 •••• 678")]
    public void DisplayAndMask_ReadAsPeopleWrite(string e164, string display, string mask) =>
        Assert.Equal((display, mask), (PhoneNumberReader.Display(e164), PhoneNumberReader.Mask(e164)));

    [Theory]
    [InlineData("number-missing")]
    [InlineData("number-too-short")]
    [InlineData("number-too-long")]
    [InlineData("number-invalid")]
    [InlineData("number-unknown-character")]
    [InlineData("number-unknown-country")]
    [InlineData("number-landline")]
    [InlineData("number-free")]
    [InlineData("number-premium")]
    [InlineData("number-not-reachable")]
    [InlineData("number-emergency")]
    [InlineData("number-rounded-by-excel")]
    [InlineData("number-several")]
    public void Problem_HasADutchAndAnEnglishSentence(string code)
    {
        var problem = new Problem(code);

        Assert.NotEqual(problem.Sentence(CultureInfo.GetCultureInfo("nl")), problem.Sentence(CultureInfo.GetCultureInfo("en")));
    }

    private static (string? E164, NumberKind Kind, bool Repaired, bool Abroad) Facts(string input)
    {
        var check = Reader.Check(input);
        return (check.E164, check.Kind, check.Repaired, check.Abroad);
    }
}
