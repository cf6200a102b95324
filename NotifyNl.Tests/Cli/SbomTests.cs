using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotifyNl.Cli;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Cli;

/// <summary>The list of what the portal is made of is whole, well-formed, and the same for the same sources.</summary>
public sealed partial class SbomTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("notify-sbom-").FullName;

    [Fact]
    public void EveryPackageThatIsLocked_IsInIt_WithItsHash()
    {
        var bom = Make("een.json");
        Assert.Equal(("CycloneDX", "1.6", 1), ((string)bom["bomFormat"]!, (string)bom["specVersion"]!, (int)bom["version"]!));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", (string)bom["serialNumber"]!);

        var components = bom["components"]!.AsArray().ToDictionary(c => (string)c!["purl"]!, c => c!);
        var locked = JsonNode.Parse(File.ReadAllText(Path.Combine(RunningPortal.Root, "NotifyNl.Web", "packages.lock.json")))!["dependencies"]!["net10.0"]!.AsObject();
        foreach (var (name, package) in locked.Where(p => (string)p.Value!["type"]! != "Project"))
        {
            var hash = Convert.ToHexStringLower(Convert.FromBase64String((string)package!["contentHash"]!));
            Assert.Equal(hash, (string)components[$"pkg:nuget/{name}@{package["resolved"]}"]["hashes"]![0]!["content"]!);
        }

        var npm = JsonNode.Parse(File.ReadAllText(Path.Combine(RunningPortal.Root, "package-lock.json")))!["packages"]!.AsObject().Count - 1;
        Assert.Equal(locked.Count(p => (string)p.Value!["type"]! != "Project") + npm, components.Count);
        Assert.Equal("EUPL-1.2", (string)components.First(c => c.Key.StartsWith("pkg:npm/%40utrecht/component-library-css@", StringComparison.Ordinal)).Value["licenses"]![0]!["expression"]!);
        Assert.All(components.Values, c => Assert.Matches(Hash(), (string)c["hashes"]![0]!["content"]!));
    }

    [Fact]
    public void WhatAsksForWhat_PointsAtWhatIsThere_AndThePortalAsksForItsOwnPackages()
    {
        var bom = Make("een.json");
        var known = bom["components"]!.AsArray().Select(c => (string)c!["bom-ref"]!).Append((string)bom["metadata"]!["component"]!["bom-ref"]!).ToHashSet();
        var needs = bom["dependencies"]!.AsArray().ToDictionary(d => (string)d!["ref"]!, d => d!["dependsOn"]!.AsArray().Select(n => (string)n!).ToList());
        Assert.Equal(known, needs.Keys.ToHashSet());
        Assert.All(needs.Values.SelectMany(n => n), n => Assert.Contains(n, known));

        var asked = needs[(string)bom["metadata"]!["component"]!["bom-ref"]!];
        var ours = new[] { "NotifyNl.Core", "NotifyNl.Web" }.SelectMany(p => XDocument.Load(Path.Combine(RunningPortal.Root, p, p + ".csproj")).Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value));
        Assert.All(ours, name => Assert.Contains(asked, purl => purl.StartsWith($"pkg:nuget/{name}@", StringComparison.Ordinal)));
        Assert.Contains(asked, purl => purl.StartsWith("pkg:npm/%40fontsource/fira-sans@", StringComparison.Ordinal));
    }

    [Fact]
    public void TheSameSources_GiveTheSameFile()
    {
        Make("een.json");
        Make("twee.json");
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "een.json")), File.ReadAllBytes(Path.Combine(folder, "twee.json")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private JsonNode Make(string name)
    {
        var file = Path.Combine(folder, name);
        using var output = new StringWriter();
        Assert.Equal(0, CommandLine.Run(["sbom", RunningPortal.Root, "--out", file], output, output));
        return JsonNode.Parse(File.ReadAllText(file))!;
    }

    [GeneratedRegex("^[0-9a-f]{128}$", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();
}
