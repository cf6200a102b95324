using System.Text;
using System.Text.Json.Nodes;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Templates;

/// <summary>sms_length.json, sms_sanitise.json and the exhaustive sms_downgrade_table.json.</summary>
public sealed class SmsVectorTests
{
    [Fact]
    public void Messages_MeasureAsTheModelMeasuresThem() => Vectors.Judge(Vectors.Cases("sms_length.json", "template"), one =>
    {
        var values = one["values"] is null ? null : Vectors.Values(one["values"]);
        var template = TemplateText.Parse((string)one["content"]!);
        var filled = values is null ? template.Fill([.. template.Placeholders.Select(_ => "")]) : template.Fill(values);
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
    public void Characters_AreRepairedAsTheModelRepairsThem() => Vectors.Judge(
        Vectors.Cases("sms_sanitise.json").Where(one => one["expected_sms"] is not null), one =>
            // The model keeps some accents and drops others; ours does the one or the other by the service's choice.
            Differ("text", (string)one["expected_sms"]!, SmsAlphabet.Encode((string)one["input"]!, AccentMode.Keep).Text) is { } keeping
                ? Differ("text", (string)one["expected_sms"]!, SmsAlphabet.Encode((string)one["input"]!, AccentMode.Plain).Text) is null ? null : keeping
                : null);

    [Fact]
    public void EveryCodePoint_HasThePlainLetterOfTheTable()
    {
        var table = Vectors.Read("sms_downgrade_table.json");
        var listed = table["cases"]!.AsArray().ToDictionary(one => (string)one!["input"]!, one => (string)one!["expected_sms"]!);
        var kept = ((string)table["gsm7_basic"]! + (string)table["gsm7_extended_counts_double"]!).Select(c => c.ToString()).ToHashSet();
        var forcing = ((string)table["kept_but_force_ucs2"]!).Select(c => c.ToString()).ToHashSet();
        var wrong = new List<string>();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF)
                continue;
            var input = new Rune(code).ToString();
            var expected = kept.Contains(input) ? input : forcing.Contains(input) ? Bare(input) : listed.TryGetValue(input, out var plain) ? string.Concat(plain.Select(c => forcing.Contains(c.ToString()) ? Bare(c.ToString()) : c.ToString())) : "?";
            var actual = SmsAlphabet.Encode(input, AccentMode.Plain).Text;
            if (expected != actual && !OnPurpose.Contains(input))
                wrong.Add($"U+{code:X4} {input}: expected <{expected}>, was <{actual}>");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(60))}");
    }

    // Differences.cs tells why.
    private static readonly HashSet<string> OnPurpose = [.. Differences.CodePointsRepaired];

    private static string Bare(string letter) => letter.Normalize(NormalizationForm.FormD)[..1];

    private static string? Differ<T>(string what, T expected, T actual) => Equals(expected, actual) ? null : $"{what}: expected <{expected}>, was <{actual}>";
}
