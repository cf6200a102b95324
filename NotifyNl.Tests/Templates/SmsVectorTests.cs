using System.Text;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Templates;

/// <summary>sms_length.json, sms_sanitise.json and the exhaustive sms_downgrade_table.json.</summary>
public sealed class SmsVectorTests
{
    [Fact]
    public void Messages_MeasureAsTheModelMeasuresThem() => Vectors.Judge(Vectors.Cases("sms_length.json", "template"), one =>
    {
        var template = TemplateText.Parse((string)one["content"]!);
        var filled = one["values"] is { } values ? template.Fill(Vectors.Values(values)) : template.Unfilled();
        var (message, expected) = (SmsComposer.Compose(filled, (string?)one["prefix"], AccentMode.Keep), one["expected"]!);
        return Differ("text", (string)expected["rendered"]!, message.Text)
            ?? Differ("characters", (int)expected["content_count"]!, message.Characters)
            ?? Differ("without prefix", (int)expected["content_count_without_prefix"]!, message.CharactersWithoutPrefix)
            ?? Differ("encoding", (string)expected["encoding"]!, message.Encoding == SmsEncoding.Gsm7 ? "GSM-7" : "UCS-2")
            ?? Differ("parts", (int)expected["fragment_count"]!, message.Parts)
            ?? Differ("too long", (bool)expected["is_too_long"]!, message.IsTooLong)
            ?? Differ("empty", (bool)expected["is_empty"]!, message.IsEmpty);
    });

    [Fact]
    public void Lengths_AreInUtf16Units() => Vectors.Judge(Vectors.Cases("sms_length.json", "utf16_units"), one =>
        Differ("units", (int)one["expected"]!["utf16_code_units"]!, ((string)one["content"]!).Length));

    /// <summary>Between two digits, because a message has no outer white space.</summary>
    [Theory]
    [InlineData("char")]
    [InlineData("string")]
    public void Characters_AreRepairedAsTheModelRepairsThem(string group) => Vectors.Judge(Vectors.Cases("sms_sanitise.json", group), one =>
        Differ("text", $"1{((string)one["expected_sms"]!).Replace('\r', '\n')}1", Composed($"1{one["input"]}1")));

    [Theory]
    [InlineData("render_sms", "expected")]
    [InlineData("string_and_render", "expected_rendered_sms")]
    public void Messages_ReadAsTheModelRendersThem(string group, string expectation) => Vectors.Judge(
        Vectors.Cases("sms_sanitise.json", group), one => Differ("text", (string)one[expectation]!, Composed((string)one["input"]!)));

    [Fact]
    public void CharactersThatCannotBeSent_AreNamed() => Vectors.Judge(
        Vectors.Cases("sms_sanitise.json", "characters_replaced_by_question_mark"), one => Differ(
            "named",
            string.Join(' ', one["expected"]!.AsArray().Select(c => (string)c!)),
            string.Join(' ', SmsComposer.Compose((string)one["input"]!, null, AccentMode.Keep).Unsupported.Order(StringComparer.Ordinal))));

    /// <summary>More than a million code points, each between two digits. White space has its own rules, and so its own tests.</summary>
    [Fact]
    public void EveryCodePoint_HasThePlainLetterOfTheTable()
    {
        var model = new Model();
        var wrong = new List<string>();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (!Rune.IsValid(code) || IsSeparator(code) || Differences.Concerns(new Rune(code)))
                continue;
            var input = new Rune(code).ToString();
            var (expected, actual) = ($"1{model.Plain(input)}1", SmsComposer.Compose($"1{input}1", null, AccentMode.Plain).Text);
            if (expected != actual)
                wrong.Add($"U+{code:X4} {input}: expected <{expected}>, was <{actual}>");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(60))}");
    }

    /// <summary>White space, and the four separators of ASCII that Python counts among it.</summary>
    private static bool IsSeparator(int code) => Rune.IsWhiteSpace(new Rune(code)) || code is >= 0x1C and <= 0x1F;

    private static string Composed(string text) => SmsComposer.Compose(text, null, AccentMode.Keep).Text;

    private static string? Differ<T>(string what, T expected, T actual) => Equals(expected, actual) ? null : $"{what}: expected <{expected}>, was <{actual}>";

    /// <summary>The table as it is written, with the vowels that the model keeps at the price of UCS-2 made plain as well.</summary>
    private sealed class Model
    {
        private readonly HashSet<string> kept;
        private readonly HashSet<string> forcing;
        private readonly Dictionary<string, string> listed;

        public Model()
        {
            var table = Vectors.Read("sms_downgrade_table.json");
            kept = [.. ((string)table["gsm7_basic"]! + (string)table["gsm7_extended_counts_double"]!).Select(c => c.ToString())];
            forcing = [.. ((string)table["kept_but_force_ucs2"]!).Select(c => c.ToString())];
            listed = table["cases"]!.AsArray().ToDictionary(one => (string)one!["input"]!, one => (string)one!["expected_sms"]!);
        }

        /// <summary>By code point, in NFC: some code points are two there.</summary>
        public string Plain(string input) =>
            string.Concat((input == "\uFFFE" ? input : input.Normalize()).EnumerateRunes().Select(rune => One(rune.ToString())));

        private string One(string letter) =>
            kept.Contains(letter) ? letter
            : forcing.Contains(letter) ? Bare(letter)
            : !listed.TryGetValue(letter, out var plain) ? "?"
            : forcing.Contains(plain) ? Bare(plain)
            : plain;

        private static string Bare(string letter) => letter.Normalize(NormalizationForm.FormD)[..1];
    }
}
