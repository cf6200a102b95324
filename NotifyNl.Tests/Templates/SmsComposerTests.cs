using System.Diagnostics;
using CsCheck;
using NotifyNl.Templates;

namespace NotifyNl.Tests.Templates;

public sealed class SmsComposerTests
{
    /// <summary>Everything that a repair, an accent or a rule of white space looks at, and some of the rest.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(
            " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u2003", "\u2028", "\u200B", "\u200D", "\uFEFF", "\u00AD", "\u0085",
            ",", ".", "...", "…", "’", "“", "–", "a", "e", "ij", "ĳ", "Ĳ", "ë", "ï", "é", "ş", "ğ", "ł", "œ", "ı", "đ", "ậ", "ç",
            "\u0301", "\u0308", "\u030C", "\u0338", "\u0327", "=", "≠", "€", "[", "^", "\u001B", "😀", "❤\uFE0F", "Ω", "K", "Å", "ж", "中", "한",
            "\uD83D", "\uDE00", "\uFFFE", "\uFDD1", "\0"),
        Gen.Char.Select(c => c.ToString())).Array[0, 40].Select(string.Concat);

    private static readonly Gen<AccentMode> Mode = Gen.OneOf(AccentMode.Keep, AccentMode.Plain);

    [Theory]
    [InlineData("Zoë", AccentMode.Keep, "Zoë", "ë")]
    [InlineData("Zoë", AccentMode.Plain, "Zoe", "")]
    [InlineData("Zoe\u0308", AccentMode.Keep, "Zoë", "ë")]
    [InlineData("Şahin Çelik, Doğan, Łukasz, Sœur", AccentMode.Keep, "Şahin Çelik, Doğan, Łukasz, Sœur", "ŞğŁœ")]
    [InlineData("Şahin Çelik, Doğan, Łukasz, Sœur", AccentMode.Plain, "Sahin Çelik, Dogan, Lukasz, Soeur", "")]
    [InlineData("Nguyễn Thị Hậu", AccentMode.Plain, "Nguyen Thi Hau", "")]
    [InlineData("Işık", AccentMode.Plain, "Isik", "")]
    [InlineData("één, coördinatie, geüpload, crème", AccentMode.Keep, "één, coördinatie, geüpload, crème", "")]
    [InlineData("ĳsvogel en Ĳmuiden", AccentMode.Keep, "ijsvogel en IJmuiden", "")]
    [InlineData("foto’s – “mooi”…", AccentMode.Keep, "foto's - \"mooi\"...", "")]
    [InlineData("a\u00A0b", AccentMode.Keep, "a b", "")]
    [InlineData("bíj\u0301na", AccentMode.Keep, "bíj\u0301na", "íj\u0301")]
    [InlineData("bíj\u0301na", AccentMode.Plain, "bijna", "")]
    public void Compose_Letters_AreKeptOrMadePlain(string text, AccentMode mode, string expected, string causes)
    {
        var message = SmsComposer.Compose(text, null, mode);

        Assert.Equal((expected, causes, 0), (message.Text, string.Concat(message.Causes), message.Unsupported.Count));
        Assert.Equal(causes.Length == 0 ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2, message.Encoding);
    }

    [Theory]
    [InlineData("Fijne dag 😀!", AccentMode.Keep, "Fijne dag ?!", "😀")]
    [InlineData("Привет", AccentMode.Plain, "??????", "Привет")]
    [InlineData("Đorđe", AccentMode.Plain, "?or?e", "Đđ")]
    [InlineData("½ • ½", AccentMode.Keep, "? ? ?", "½•")]
    public void Compose_WhatCannotBeSent_IsNamed(string text, AccentMode mode, string expected, string unsupported)
    {
        var message = SmsComposer.Compose(text, null, mode);

        Assert.Equal((expected, unsupported), (message.Text, string.Concat(message.Unsupported)));
    }

    [Theory]
    [InlineData("  a   b  ", "a b")]
    [InlineData("a , b .", "a, b.")]
    [InlineData("a\u00A0, b", "a, b")]
    [InlineData("a …", "a ...")]
    [InlineData("a\n\n\n\nb", "a\n\nb")]
    [InlineData("a \r\n b\rc", "a\nb\nc")]
    [InlineData("a\n \u200B\n b", "a\n\nb")]
    [InlineData("\t \n", "")]
    public void Compose_WhiteSpace_IsTidied(string text, string expected) =>
        Assert.Equal(expected, SmsComposer.Compose(text, null, AccentMode.Keep).Text);

    [Fact]
    public void Compose_Prefix_StandsBeforeTheTextAndOutsideTheLimit()
    {
        var message = SmsComposer.Compose(new string('a', SmsText.MaxCharacters), " SVB ", AccentMode.Keep);

        Assert.StartsWith("SVB: a", message.Text, StringComparison.Ordinal);
        Assert.Equal((923, 918, 7, false), (message.Characters, message.CharactersWithoutPrefix, message.Parts, message.IsTooLong));
        Assert.True(SmsComposer.Compose(new string('a', SmsText.MaxCharacters + 1), "SVB", AccentMode.Keep).IsTooLong);
        Assert.True(SmsComposer.Compose("  ", "SVB", AccentMode.Keep).IsEmpty);
    }

    [Fact]
    public void PartsIfPlain_OneDearLetter_TellsWhatItCosts()
    {
        var message = SmsComposer.Compose(new string('a', 159) + "ï", null, AccentMode.Keep);

        Assert.Equal((3, 1), (message.Parts, message.PartsIfPlain));
    }

    [Fact]
    public void Compose_AnyText_NeverThrowsAndTwiceIsOnce() => Gen.Select(Text, Mode).Sample(
        (text, mode) =>
        {
            var once = SmsComposer.Compose(text, null, mode);
            var twice = SmsComposer.Compose(once.Text, null, mode);

            Assert.Equal((once.Text, once.Parts, once.Encoding), (twice.Text, twice.Parts, twice.Encoding));
            Assert.All(once.Encoding == SmsEncoding.Gsm7 ? once.Text : "", c => Assert.True(GsmAlphabet.Contains(c)));
        },
        iter: 20_000);

    [Fact]
    public void Compose_GsmLetterOrDigitAdded_NeverCostsLess() => Gen.Select(
        Text.Array[0, 12].Select(string.Concat), Gen.Char.AlphaNumeric, Mode).Sample(
        (text, letter, mode) => Assert.True(
            SmsComposer.Compose(text + letter, null, mode).Parts >= SmsComposer.Compose(text, null, mode).Parts),
        iter: 20_000);

    [Fact]
    public void Compose_GsmLetterInserted_NeverCostsLess() => Gen.Select(
        Gen.OneOf("a", "€", "[", " ", "ë", "é", ",", "\n", "b").Array[0, 400].Select(string.Concat), Gen.Char.AlphaNumeric, Gen.Int[0, 1000]).Sample(
        (text, letter, place) => Assert.True(
            SmsComposer.Compose(text.Insert(place % (text.Length + 1), letter.ToString()), null, AccentMode.Keep).Parts
                >= SmsComposer.Compose(text, null, AccentMode.Keep).Parts),
        iter: 10_000);

    [Fact]
    public void Compose_HostileText_TakesTimeLinearInItsLength()
    {
        var watch = Stopwatch.StartNew();
        foreach (var piece in new[] { " ", " ,", "\n ", "…", "\u0301", "e\u0301", "ậ", "😀", "\uD83D", "\u200B", "€" })
            SmsComposer.Compose(string.Concat(Enumerable.Repeat(piece, 300_000)) + "x", "SVB", AccentMode.Plain);
        SmsComposer.Compose(string.Concat(Enumerable.Range(0x3400, 0x6000).Select(c => (char)c)), null, AccentMode.Keep);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }
}
