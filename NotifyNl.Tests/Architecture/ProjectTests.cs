using System.Reflection;
using System.Text.RegularExpressions;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Architecture;

/// <summary>What each project is for, and what it must not know.</summary>
public sealed partial class ProjectTests
{
    private static readonly Assembly Core = typeof(Problem).Assembly;
    private static readonly Assembly Web = typeof(NotifyNl.Web.Security.Policies).Assembly;

    [Fact]
    public void Core_KnowsNoWebServerAndNoPages() =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), a => ServerOrPages().IsMatch(a.Name!) || a.Name == Web.GetName().Name);

    [Fact]
    public void Dependencies_GoOneWay()
    {
        string[] projects = ["NotifyNl.Core", "NotifyNl.Web", "NotifyNl.Simulator", "NotifyNl.Cli", "NotifyNl.Benchmarks", "NotifyNl.Tests"];
        var known = projects.ToDictionary(p => p, p => projects.Where(other => Sources.Read($"{p}/{p}.csproj").Contains($"{other}.csproj", StringComparison.Ordinal)).ToArray());
        Assert.Equal([], known["NotifyNl.Core"]);
        Assert.Equal(["NotifyNl.Core"], known["NotifyNl.Web"]);
        Assert.Equal([], known["NotifyNl.Simulator"]);
        Assert.DoesNotContain(known.Where(pair => pair.Key != "NotifyNl.Tests"), pair => pair.Value.Contains("NotifyNl.Tests"));
    }

    [Fact]
    public void Web_HoldsNoSql() => Assert.Empty(
        from file in Sources.Of("NotifyNl.Web")
        from Match sql in Sql().Matches(file.Text)
        select $"{file.Path}: {sql.Value}");

    [Fact]
    public void Types_AreNamedForTheirRole()
    {
        // "Service" is a user's noun here (a dienst), and these are that noun.
        string[] nouns = ["Service", "CurrentService", "CallingService"];
        Assert.Empty(new[] { Core, Web }.SelectMany(a => a.GetTypes())
            .Where(t => t.Namespace?.StartsWith("NotifyNl", StringComparison.Ordinal) == true && !t.Name.Contains('<', StringComparison.Ordinal))
            .Select(t => t.Name.Split('`')[0])
            .Where(name => EmptyName().IsMatch(name) && !nouns.Contains(name)).ToList());
    }

    [Fact]
    public void Folders_AreNounsOfTheMission() => Assert.Empty(
        Sources.Of("NotifyNl.Core", "NotifyNl.Web", "NotifyNl.Simulator", "NotifyNl.Cli", "NotifyNl.Benchmarks")
            .SelectMany(file => file.Path.Split('/')[..^1]).Distinct().Where(folder => EmptyFolder().IsMatch(folder)).ToList());

    [Fact]
    public void TheTrees_UseTheSameNouns()
    {
        // What only pages have: those about the portal itself, a service's settings, and what Core calls a sending that was pressed.
        string[] own = ["About", "Settings", "Batches", "Documentation"];
        var core = Folders("NotifyNl.Core");
        Assert.Empty(Folders("NotifyNl.Web/Components/Pages").Except(core).Except(own));

        static IEnumerable<string> Folders(string path) => Directory.GetDirectories(Path.Combine(RunningPortal.Root, path)).Select(d => Path.GetFileName(d)!);
    }

    [GeneratedRegex(@"^Microsoft\.AspNetCore\.(Components|Http|Mvc|Routing|Server|Hosting|Builder|HttpsPolicy|Antiforgery|StaticAssets|SignalR|Razor)")]
    private static partial Regex ServerOrPages();

    [GeneratedRegex(@"NpgsqlCommand|CreateCommand|ExecuteSql\w*|FromSql\w*|SqlQuery\w*|""\s*(?i:select|insert into|update|delete from|create table|alter table) [^""]*""")]
    private static partial Regex Sql();

    [GeneratedRegex("(Service|Manager|Helper|Helpers|Util|Utils|Utility|Impl|Wrapper)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex("^(Helpers?|Managers?|Models|Common|Shared|Interfaces|Utils?|Utilities|Misc|Extensions|Dtos?)$")]
    private static partial Regex EmptyFolder();
}
