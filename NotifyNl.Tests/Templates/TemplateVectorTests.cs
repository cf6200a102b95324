using System.Net;
using System.Text.Json.Nodes;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Templates;

/// <summary>placeholders.json. Of a case with a form for mail (HTML) and one for text, the text counts.</summary>
public sealed class TemplateVectorTests
{
    private const string File = "placeholders.json";

    [Fact]
    public void Fields_AreFoundAsTheModelFindsThem() => Vectors.Judge(Vectors.Cases(File, "extract"), one =>
        Differ(Names(one["expected_placeholders"]), TemplateText.Parse((string)one["template"]!).Placeholders));

    [Theory]
    [InlineData("replace")]
    [InlineData("no_placeholders")]
    [InlineData("missing_values")]
    [InlineData("highlight_missing")]
    [InlineData("html_handling")]
    [InlineData("list_values")]
    public void Texts_AreFilledAsTheModelFillsThem(string group) => Vectors.Judge(Vectors.Cases(File, group), one =>
        Differ(Expected(one), TemplateText.Parse((string)one["template"]!).Fill(Vectors.Values(one["values"]))));

    [Fact]
    public void RedactedTexts_HideTheirFields() => Vectors.Judge(Vectors.Cases(File, "plain_text_field"), one => Differ(
        ((string)one["expected"]!).Replace("hidden", "verborgen", StringComparison.Ordinal),
        TemplateText.Parse((string)one["template"]!).Redacted()));

    [Fact]
    public void Values_SwitchConditionalTexts() => Vectors.Judge(Vectors.Cases(File, "conditional_truthiness"), one => Differ(
        (bool)one["expected"]! ? "shown" : "",
        TemplateText.Parse("((a??shown))").Fill(new Dictionary<string, object?> { ["a"] = Vectors.Value(one["value"]) })));

    [Theory]
    [InlineData("placeholder_name")]
    [InlineData("placeholder_is_conditional")]
    [InlineData("placeholder_conditional_text")]
    [InlineData("placeholder_conditional_body")]
    public void Bodies_FallApartAsTheModelTakesThemApart(string group) => Vectors.Judge(Vectors.Cases(File, group), one =>
    {
        var template = TemplateText.Parse($"(({((string)one["body"]!).Trim('(', ')')}))");
        var field = Assert.Single(template.Segments);
        return Differ(one["expected"]!.ToString(), group switch
        {
            "placeholder_name" => field.Name,
            "placeholder_is_conditional" => field.ConditionalText is null ? "false" : "true",
            "placeholder_conditional_text" => field.ConditionalText,
            _ => template.Fill([(string?)one["value"]]),
        });
    });

    [Fact]
    public void Keys_Match() => Vectors.Judge(Vectors.Cases(File, "key_match"), one =>
        Differ((bool)one["expected"]!, TemplateText.Key((string)one["column"]!) == TemplateText.Key((string)one["lookup"]!)));

    [Fact]
    public void Keys_Normalise() => Vectors.Judge(Vectors.Cases(File, "key_normalise"), one =>
        Differ((string?)one["expected"], TemplateText.Key((string)one["input"]!)));

    [Fact]
    public void MissingAndAdditionalValues_AreNamed() => Vectors.Judge(Vectors.Cases(File, "missing_and_additional"), one =>
    {
        var (template, values) = (TemplateText.Parse((string)one["template"]!), Vectors.Values(one["values"]));
        return Differ(Names(one["expected"]!["missing_data"]), template.Missing(values))
            ?? Differ(Names(one["expected"]!["additional_data"]), template.Additional(values));
    });

    private static string Expected(JsonNode one) =>
        (string?)(one["expected_plain_text"] ?? one["expected_passthrough"]) ?? WebUtility.HtmlDecode((string)one["expected"]!);

    private static IEnumerable<string> Names(JsonNode? names) => names!.AsArray().Select(n => (string)n!);

    private static string? Differ(IEnumerable<string> expected, IEnumerable<string> actual) => Differ(string.Join("|", expected), string.Join("|", actual));

    private static string? Differ<T>(T expected, T actual) => Equals(expected, actual) ? null : $"expected <{expected}>, was <{actual}>";
}
