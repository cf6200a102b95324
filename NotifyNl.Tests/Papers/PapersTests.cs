using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotifyNl.Data;

namespace NotifyNl.Tests.Papers;

/// <summary>What is written beside the program must stay true of it.</summary>
public sealed partial class PapersTests
{
    private static readonly string Root = FindRoot();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    [Fact]
    public void ThirdPartyNotices_NameEveryPackage()
    {
        var notices = Read("THIRD-PARTY-NOTICES.md");
        var nuget = XDocument.Parse(Read("Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value);
        using var npm = JsonDocument.Parse(Read("package.json"));
        var packages = nuget.Concat(npm.RootElement.GetProperty("dependencies").EnumerateObject().Select(p => p.Name));

        Assert.DoesNotContain(packages, p => !notices.Contains($"| {p} |", StringComparison.Ordinal));
    }

    [Fact]
    public void LoginsForProduction_AreTheOnesWeRun()
    {
        var statements = string.Join("\n\n", Logins.Sql, Logins.DatabaseSql, Logins.AccessSql);
        Assert.EndsWith(statements + "\n", Read("docs/logins.sql"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_PointToFilesThatExist()
    {
        var papers = Directory.GetFiles(Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories));
        var broken =
            from paper in papers
            from Match link in Link().Matches(File.ReadAllText(paper))
            let target = link.Groups["target"].Value
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(paper)!, target))
            select $"{Path.GetRelativePath(Root, paper)}: {target}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Decisions_AreAllInTheIndex()
    {
        var index = Read("docs/adr/README.md");
        var records = Directory.GetFiles(Path.Combine(Root, "docs/adr"), "0*.md").Select(f => Path.GetFileName(f)!);

        Assert.DoesNotContain(records, r => !index.Contains($"({r})", StringComparison.Ordinal));
    }

    [Fact]
    public void Dockerfile_CopiesWhatExists()
    {
        // No container engine checks it for us: every source of a COPY out of this repository.
        var sources = Read("Dockerfile").Split('\n')
            .Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal))
            .SelectMany(l => l.Split(' ')[1..^1])
            .ToList();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, s => !Path.Exists(Path.Combine(Root, s)));
    }

    [Fact]
    public void Asvs_NamesTestsAndFilesThatExist()
    {
        var tests = typeof(PapersTests).Assembly.GetTypes().SelectMany(t => t.GetMethods().Select(m => $"{t.Name}.{m.Name}")).ToHashSet();
        var named = Quoted().Matches(Read("docs/asvs.md")).Select(m => m.Groups[1].Value).ToList();
        Assert.DoesNotContain(named.Where(n => n.Contains("Tests.", StringComparison.Ordinal)), n => !tests.Contains(n));
        Assert.DoesNotContain(named.Where(n => n.Contains('/', StringComparison.Ordinal) && !n.StartsWith("./", StringComparison.Ordinal)), n => !Path.Exists(Path.Combine(Root, n)));
        Assert.InRange(named.Count(tests.Contains), 20, 1000);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "NotifyNl.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    // Not addresses of the web, not places within a page, and not the pictures: a browser test makes those.
    [GeneratedRegex(@"\]\((?!https?:|#)(?!docs/screenshots/)(?<target>[^)#]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
