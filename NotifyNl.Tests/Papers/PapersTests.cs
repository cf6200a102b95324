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
    public void EveryAttackOfTheList_HasATestThatBearsItsNumber()
    {
        var named = typeof(PapersTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
            .SelectMany(m => Attack().Matches(m.Name)).Select(m => int.Parse(m.Groups[1].Value, null)).Distinct().Order();
        Assert.Equal(Enumerable.Range(1, 17), named);
    }

    [Fact]
    public void Asvs_NamesTestsAndFilesThatExist()
    {
        var tests = typeof(PapersTests).Assembly.GetTypes().SelectMany(t => t.GetMethods().Where(m => m.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0).Select(m => $"{t.Name}.{m.Name}")).ToHashSet();
        var lines = Requirement().Matches(Read("docs/asvs.md"));
        Assert.InRange(lines.Count, 80, 500);
        foreach (Match line in lines)
        {
            // The proof of a line is a test, or else a file; a line without proof says what that risks.
            var proofs = Quoted().Matches(line.Groups["proof"].Value).Select(m => m.Groups[1].Value).ToList();
            Assert.True(proofs.Count > 0 || line.Groups["proof"].Value.Contains("nog niet:", StringComparison.Ordinal), line.Value);
            Assert.All(proofs, proof => Assert.True(tests.Contains(proof) || (proof.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(Root, proof))), $"{line.Groups["number"].Value}: {proof}"));
        }
    }

    [Fact]
    public void Asvs_AnswersEveryRequirementOfItsChapters_AndAuthenticationSessionsAndAccessWithoutExcuse()
    {
        // OWASP ASVS 5.0.0, level 1 and 2: validation (2), authentication (6), sessions (7), access control (8), data protection (14).
        const string whole = """
            2.1.1 2.1.2 2.1.3 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.3.3 2.3.4 2.4.1
            6.1.1 6.1.2 6.1.3 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12 6.3.1 6.3.2 6.3.3 6.3.4 6.4.1 6.4.2 6.4.3 6.4.4
            6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 6.6.3 6.8.1 6.8.2 6.8.3 6.8.4
            7.1.1 7.1.2 7.1.3 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2
            8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.4.1
            14.1.1 14.1.2 14.2.1 14.2.2 14.2.3 14.2.4 14.3.1 14.3.2 14.3.3
            """;
        var lines = Requirement().Matches(Read("docs/asvs.md")).ToList();
        Assert.Empty(whole.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Except(lines.Select(l => l.Groups["number"].Value)));
        Assert.DoesNotContain(lines.Where(l => l.Groups["number"].Value[..2] is "6." or "7." or "8."), l => l.Value.Contains("nog niet", StringComparison.OrdinalIgnoreCase));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "NotifyNl.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (?<number>\d+\.\d+\.\d+) [^|]*\|[^|]*\|(?<proof>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Requirement();

    [GeneratedRegex(@"(?<=^|_)S(\d+)(?=_)")]
    private static partial Regex Attack();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    // Not addresses of the web, not places within a page, and not the pictures: a browser test makes those.
    [GeneratedRegex(@"\]\((?!https?:|#)(?!docs/screenshots/)(?<target>[^)#]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
