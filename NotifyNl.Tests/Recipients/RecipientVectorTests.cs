using System.Text.Json.Nodes;
using NotifyNl.Recipients;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Recipients;

/// <summary>
/// recipients_csv.json, with Great Britain as home. Trial mode, allowances and how many rows a page shows are judged where they are kept;
/// here is what the list itself says. Lists for letters and e-mail are named in <see cref="Differences"/>.
/// </summary>
public sealed class RecipientVectorTests
{
    private const string File = "recipients_csv.json";

    private static IEnumerable<JsonNode> Cases => Vectors.Cases(File).Where(one => (string)one["template"]!["template_type"]! == "sms");

    [Fact]
    public void Lists_AreJudgedAsTheModelJudgesThem() => Vectors.Judge(Cases, one =>
    {
        var (list, expected) = (Check(one), one["expected"]!);
        return Differ(Names(expected["missing_column_headers"]), MissingColumns(list, one), "missing columns")
            ?? Differ(expected["duplicate_recipient_column_headers"]!.AsArray().Count > 0, list.Problems.Contains("two-number-columns"), "two number columns")
            ?? Differ((int)expected["row_count"]!, list.Report.Counts.Rows, "rows");
    });

    [Fact]
    public void Rows_AreJudgedAsTheModelJudgesThem() => Vectors.Judge(Cases, one =>
    {
        var list = Check(one);
        return one["expected"]!["rows"]!.AsArray().Zip(list.Rows, Compare).FirstOrDefault(complaint => complaint is not null);
    });

    [Fact]
    public void Values_GoToTheFieldsTheModelGivesThemTo() => Vectors.Judge(Cases.Where(one => Check(one).Report.Problems.Count == 0), one =>
    {
        var fields = Template(one).Placeholders;
        return one["expected"]!["rows"]!.AsArray().Zip(Check(one).Rows, (expected, row) =>
        {
            var wanted = expected!["personalisation"]!.AsObject().ToDictionary(pair => TemplateText.Key(pair.Key), pair => TemplateValue.ToText(Vectors.Value(pair.Value)));
            return fields.Select((field, place) => Differ(wanted.GetValueOrDefault(TemplateText.Key(field)) ?? "", row.Values[place] ?? "", $"row {row.Row}, {field}"))
                .FirstOrDefault(complaint => complaint is not null);
        }).FirstOrDefault(complaint => complaint is not null);
    });

    private static string? Compare(JsonNode? expected, CheckedRow row)
    {
        var codes = row.Errors.Select(error => error.Problem.Code).ToList();
        var missing = codes.Exists(code => code is "value-missing" or "number-missing");
        var badNumber = codes.Exists(code => code.StartsWith("number-", StringComparison.Ordinal) && code != "number-missing" || code == "abroad-not-allowed");
        return Differ((bool)expected!["has_bad_recipient"]!, badNumber, $"row {row.Row}, bad number")
            ?? Differ((bool)expected["has_missing_data"]!, missing, $"row {row.Row}, missing")
            ?? Differ((bool)expected["message_too_long"]!, codes.Contains("message-too-long"), $"row {row.Row}, too long")
            ?? Differ((bool)expected["message_empty"]!, codes.Contains("message-empty"), $"row {row.Row}, empty")
            ?? Differ((bool)expected["has_error"]!, codes.Count > 0, $"row {row.Row}, any error");
    }

    private static Checked Check(JsonNode one) => Checked.Csv((string)one["csv"]!, (string)one["template"]!["content"]!, options => options with
    {
        HomeRegion = "GB",
        Prefix = (string?)one["template"]!["prefix"],
        AbroadAllowed = (bool?)one["options"]!["allow_international_sms"] ?? false,
        MaxRows = (int?)one["options"]!["max_rows"] ?? ListCheckOptions.DefaultMaxRows,
    });

    private static TemplateText Template(JsonNode one) => TemplateText.Parse((string)one["template"]!["content"]!);

    private static string MissingColumns(Checked list, JsonNode one)
    {
        var found = list.Report.Columns.Where(column => column.Field is not null).Select(column => column.Field);
        IEnumerable<string> number = list.Report.Columns.Any(column => column.IsNumber) || list.Problems.Contains("two-number-columns") ? [] : ["phone number"];
        return string.Join('|', Template(one).Placeholders.Except(found).Concat(number).Order(StringComparer.Ordinal));
    }

    private static string Names(JsonNode? names) => string.Join('|', names!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal));

    private static string? Differ<T>(T expected, T actual, string what) => Equals(expected, actual) ? null : $"{what}: expected <{expected}>, was <{actual}>";
}
