using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Resources;

namespace NotifyNl.Tests.Audit;

/// <summary>Whatever the program writes in the logboek reads as a sentence, in both languages.</summary>
public sealed partial class AuditActionTests
{
    [Fact]
    public void EveryAct_HasItsWords()
    {
        var acts = new[] { "NotifyNl.Core", "NotifyNl.Web" }
            .SelectMany(p => Directory.EnumerateFiles(Path.Combine(RunningPortal.Root, p), "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(f => Call().Matches(File.ReadAllText(f))).SelectMany(call => Act().Matches(call.Value)).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(acts.Count > 15, $"Only {acts.Count} acts found.");
        ResourceManager[] words = [new(typeof(AuditTexts)), new(typeof(Texts))];
        foreach (var culture in new[] { "nl-NL", "en-GB" })
            Assert.DoesNotContain(acts, act => !words.Any(w => w.GetString($"Audit.{act}", CultureInfo.GetCultureInfo(culture)) is not null));
    }

    [GeneratedRegex(@"[aA]udit\.(Add|AddForOrganisation|AddForPlatform)\([^;]*;", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Act();
}
