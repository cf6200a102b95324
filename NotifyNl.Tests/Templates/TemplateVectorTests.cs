using System.Text.Json.Nodes;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Templates;

/// <summary>placeholders.json. What concerns HTML (mail, previews of letters) is no part of text messages; the text forms are.</summary>
public sealed class TemplateVectorTests
{
    private const string File = "placeholders.json";

    [Fact]
    public void Fields_AreFoundAsTheModelFindsThem() => Vectors.Judge(Vectors.Cases(File, "extract"), one =>
        Differ(one["expected_placeholders"]!.AsArray().Select(n => (string)n!), TemplateText.Parse((string)one["template"]!).Placeholders));

    [Theory]
    [InlineData("replace")]
    [InlineData("no_placeholders")]
    [InlineData("missing_values")]
    [InlineData("highlight_missing")]
    [InlineData("html_handling")]
    [InlineData("list_values")]
    public void Texts_AreFilledAsTheModelFillsThem(string group) => Vectors.Judge(TextCases(group), one =>
        Differ((string)Expected(one)!, TemplateText.Parse((string)one["template"]!).Fill(Vectors.Values(one["values"]))));

    [Fact]
    public void Values_SwitchConditionalTexts() => Vectors.Judge(
        Vectors.Cases(File, "conditional_truthiness").Where(one => one["value"] is JsonValue or null), one =>
            Differ((bool)one["expected"]!, TemplateValue.ToText(Vectors.Value(one["value"])) is { } text && TemplateValue.IsYes(text)));

    [Fact]
    public void Keys_Match() => Vectors.Judge(Vectors.Cases(File, "key_match"), one =>
        Differ((bool)one["expected"]!, TemplateText.Key((string)one["column"]!) == TemplateText.Key((string)one["lookup"]!)));

    [Fact]
    public void Keys_Normalise() => Vectors.Judge(Vectors.Cases(File, "key_normalise").Where(one => one["input"] is not null), one =>
        Differ((string?)one["expected"], TemplateText.Key((string)one["input"]!)));

    [Fact]
    public void MissingAndAdditionalValues_AreNamed() => Vectors.Judge(Vectors.Cases(File, "missing_and_additional"), one =>
    {
        var (template, values) = (TemplateText.Parse((string)one["template"]!), Vectors.Values(one["values"]));
        return Differ(Names(one["expected"]!["missing_data"]), template.Missing(values)) ?? Differ(Names(one["expected"]!["additional_data"]), template.Additional(values));
    });

    // Only cases whose expectation holds no markup of the model's previews, and no Python spelling of a value.
    private static IEnumerable<JsonNode> TextCases(string group) =>
        Vectors.Cases(File, group).Where(one => Expected(one) is { } expected && !((string)expected!).Contains("<span", StringComparison.Ordinal) && one["python_str_formatting"]?.GetValue<bool>() != true);

    private static JsonNode? Expected(JsonNode one) => one["expected_plain_text"] ?? one["expected_passthrough"] ?? one["expected"];

    private static IEnumerable<string> Names(JsonNode? names) => names!.AsArray().Select(n => (string)n!);

    private static string? Differ(IEnumerable<string> expected, IEnumerable<string> actual) => Differ(string.Join("|", expected), string.Join("|", actual));

    private static string? Differ<T>(T expected, T actual) => Equals(expected, actual) ? null : $"expected <{expected}>, was <{actual}>";
}
