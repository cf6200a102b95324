using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Architecture;

/// <summary>Every text is there in both languages, and the Dutch is the Dutch of one portal.</summary>
public sealed partial class TextTests
{
    public static TheoryData<string> Pairs => [.. new[] { "NotifyNl.Core", "NotifyNl.Web" }
        .SelectMany(p => Directory.EnumerateFiles(Path.Combine(RunningPortal.Root, p), "*.resx", SearchOption.AllDirectories))
        .Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(f => Path.GetRelativePath(RunningPortal.Root, f))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void BothLanguages_SayTheSameThings(string file)
    {
        var (dutch, english) = (Read(file), Read(file.Replace(".resx", ".en.resx", StringComparison.Ordinal)));
        Assert.Equal(dutch.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(dutch.Keys.Where(key => Holes(dutch[key]).Count != Holes(english[key]).Count).ToList());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Dutch_SaysU_AndUsesOneTermForOneThing(string file) =>
        Assert.Empty(Read(file).Where(pair => NotOurDutch().IsMatch(pair.Value)).Select(pair => $"{pair.Key}: {pair.Value}"));

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(RunningPortal.Root, file)).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(m => m.Groups["number"].Value)];

    [GeneratedRegex(@"\{(?<number>\d+)[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"(?<!')\b(jij|jou|jouw|jullie|je|placeholder|template|template's|batch|upload is mislukt|error|klik hier)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NotOurDutch();
}
