using System.Diagnostics;
using System.Text.Json;
using CsCheck;
using NotifyNl.Templates;

namespace NotifyNl.Tests.Templates;

public sealed class TemplateTextTests
{
    [Fact]
    public void Parse_DotsInNames_AreFieldsOfSourceSystems() =>
        Assert.Equal(["klant.voornaam", "zaak.identificatie"], TemplateText.Parse("Beste ((klant.voornaam)), zaak ((zaak.identificatie))").Placeholders);

    [Fact]
    public void Key_AccentInTwoCodePoints_IsTheSameName() => Assert.Equal(TemplateText.Key("Privé-adres"), TemplateText.Key("prive\u0301 adres"));

    [Theory]
    [InlineData("ja", "Neem uw ID mee")]
    [InlineData("JA", "Neem uw ID mee")]
    [InlineData("j", "Neem uw ID mee")]
    [InlineData("waar", "Neem uw ID mee")]
    [InlineData("toon", "Neem uw ID mee")]
    [InlineData("nee", "")]
    [InlineData("", "")]
    [InlineData(" ja", "")]
    [InlineData("onwaar", "")]
    public void Fill_Conditional_ShowsItsTextOnADutchYes(string value, string expected) =>
        Assert.Equal(expected, TemplateText.Parse("((id??Neem uw ID mee))").Fill([value]));

    [Theory]
    [InlineData("((a??&lpar;x&rpar;))", "(x)")]
    [InlineData("&euro;&nbsp;5 &amp; meer", "€\u00A05 & meer")]
    [InlineData("&#40;&#x28;a))", "((a))")]
    [InlineData("R&D &onzin; &amp &", "R&D &onzin; &amp &")]
    public void Fill_Entities_AreDecodedAfterTheFieldsAreFound(string content, string expected) =>
        Assert.Equal(expected, TemplateText.Parse(content).Fill(["ja"]));

    [Fact]
    public void Fill_Value_IsInsertedAsItIs() =>
        Assert.Equal("((b)) &euro; x", TemplateText.Parse("((a)) ((b))").Fill(["((b)) &euro;", "x"]));

    [Fact]
    public void Fill_MissingValues_StayVisible()
    {
        var template = TemplateText.Parse("((a)) ((b??toe &lpar;s&rpar;)) ((c))");

        Assert.Equal("1 ((b??toe (s))) ((c))", template.Fill(["1"]));
        Assert.Equal("((a)) ((b??toe (s))) ((c))", template.Preview());
        Assert.Equal("[verborgen] [verborgen] [verborgen]", template.Redacted());
    }

    [Fact]
    public void Fill_ListInAConditional_IsNoYes() =>
        Assert.Equal("ja", TemplateText.Parse("((a??x))((a))").Fill(new Dictionary<string, object?> { ["A"] = new[] { "ja" } }));

    [Theory]
    [InlineData("""["Jan", null, " ", "Piet ", "Klaas"]""", "Jan, Piet and Klaas")]
    [InlineData("""["a b"]""", "a b")]
    [InlineData("1.0", "1.0")]
    [InlineData("true", "True")]
    [InlineData("null", "((a))")]
    public void Fill_JsonOfTheApi_ReadsAsOnTheWire(string json, string expected) =>
        Assert.Equal(expected, TemplateText.Parse("((a))").Fill(new Dictionary<string, object?> { ["a"] = JsonSerializer.Deserialize<JsonElement>(json) }));

    [Fact]
    public void BareLength_IsTheLeastThatAnyMessageCounts() => Assert.Equal("Dag mij".Length, TemplateText.Parse("Dag ((naam??lieve)) mij ((x))").BareLength);

    [Fact]
    public void Fill_AnyTemplateAndValues_NeverThrows() => Gen.Select(
        Gen.OneOf("(", ")", "((", "))", "??", "?", "a", " b", "&", "&lpar;", "&#", ";", "\n", "\uD83D").Array[0, 30].Select(string.Concat),
        Gen.String.Null().Array[0, 5]).Sample(
        (content, values) =>
        {
            var template = TemplateText.Parse(content);

            Assert.NotNull(template.Fill(values));
            Assert.Equal(template.Fill([]), template.Preview());
        },
        iter: 20_000);

    [Fact]
    public void Parse_HostileText_TakesTimeLinearInItsLength()
    {
        var watch = Stopwatch.StartNew();
        foreach (var piece in new[] { "(", "((", "((a", "((a)", "(a))", "((a??", "&", "&a", "&#x28;", "))((" })
            TemplateText.Parse(string.Concat(Enumerable.Repeat(piece, 300_000))).Fill([]);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }
}
