namespace NotifyNl.Tests.Infrastructure;

public sealed class DifferencesTests
{
    private static readonly string[] Files =
        ["placeholders.json", "sms_length.json", "sms_sanitise.json", "phone_numbers.json", "recipients_csv.json", "api_errors.json", "spreadsheets.json"];

    /// <summary>A case that was renamed or taken out must not stay on the list.</summary>
    [Fact]
    public void EveryDifference_NamesACaseThatIsThere()
    {
        var known = Files.SelectMany(file => Vectors.Read(file)["cases"]!.AsArray()).Select(one => (string?)one!["id"]).ToHashSet();

        Assert.DoesNotContain(Differences.Cases, id => !known.Contains(id));
    }

    [Fact]
    public void EverySkippedChannel_HasItsVectors() =>
        Assert.All(Differences.Skipped, skipped => Assert.NotEmpty(Vectors.Read(skipped.File)["cases"]!.AsArray()));
}
