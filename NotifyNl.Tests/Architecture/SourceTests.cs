using System.Text.RegularExpressions;

namespace NotifyNl.Tests.Architecture;

/// <summary>What no line of the product may say.</summary>
public sealed partial class SourceTests
{
    private static readonly IReadOnlyList<Source> Product = Sources.Of("NotifyNl.Core", "NotifyNl.Web");

    [Fact]
    public void Time_ComesFromAClockThatATestCanSet() => Assert.Empty(Found(Product, WallClock()));

    [Fact]
    public void Pages_HoldNothingThatThePolicyForbids() => Assert.Empty(Found(Product.Where(f => f.Path.EndsWith(".razor", StringComparison.Ordinal)), Inline()));

    [Fact]
    public void OnlyIslands_AreInteractive() => Assert.Empty(
        Product.Where(f => f.Path.Contains("@rendermode", StringComparison.Ordinal) || f.Text.Contains("@rendermode", StringComparison.Ordinal))
            .Where(f => !f.Path.StartsWith("NotifyNl.Web/Components/Islands/", StringComparison.Ordinal)).Select(f => f.Path));

    [Fact]
    public void S6_EveryIsland_LooksWhetherItsVisitorMayStay() => Assert.Empty(
        Product.Where(f => f.Text.Contains("@rendermode", StringComparison.Ordinal) && !f.Text.Contains("<StillAllowed ", StringComparison.Ordinal)).Select(f => f.Path));

    [Fact]
    public void Addresses_OfPages_AreNeverMadeOfTheHostOfARequest() => Assert.Empty(Found(Product, HostOfRequest()));

    [Fact]
    public void Scripts_KeepNothingInTheBrowser()
    {
        var scripts = Directory.GetFiles(Path.Combine(Infrastructure.RunningPortal.Root, "NotifyNl.Web", "wwwroot"), "*.js");
        Assert.NotEmpty(scripts);
        Assert.DoesNotContain(scripts, script => BrowserStorage().IsMatch(File.ReadAllText(script)));
    }

    [Fact]
    public void Logs_HoldNoPersonalData() => Assert.Empty(Found(Product, LoggedPerson()));

    [Fact]
    public void Files_StaySmallEnoughToRead() => Assert.Empty(
        Sources.Of("NotifyNl.Core", "NotifyNl.Web", "NotifyNl.Simulator", "NotifyNl.Cli", "NotifyNl.Benchmarks")
            .Where(f => f.Text.Count(c => c == '\n') > 250).Select(f => $"{f.Path}: {f.Text.Count(c => c == '\n')} lines"));

    private static IEnumerable<string> Found(IEnumerable<Source> files, Regex pattern) =>
        from file in files from Match match in pattern.Matches(file.Text) select $"{file.Path}: {match.Value}";

    // "_ => DateTimeOffset.UtcNow" stands in a statement that the database runs: it is the database's now().
    [GeneratedRegex(@"DateTime\.(Now|UtcNow|Today)|(?<!_ => )DateTimeOffset\.(Now|UtcNow)")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\sstyle\s*=|\son(click|change|submit|load|error|input)\s*=|javascript:|<script(?![^>]*\ssrc=)|<style")]
    private static partial Regex Inline();

    [GeneratedRegex(@"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie")]
    private static partial Regex BrowserStorage();

    [GeneratedRegex(@"Request\.(Host|GetDisplayUrl|GetEncodedUrl)\b")]
    private static partial Regex HostOfRequest();

    [GeneratedRegex(@"Log(Trace|Debug|Information|Warning|Error|Critical)\([^;]*\b(Recipient|PhoneNumber|E164|Email|Personalisation|Password)\b", RegexOptions.IgnoreCase)]
    private static partial Regex LoggedPerson();
}
