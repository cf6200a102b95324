using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyNl.Web.Api.V2;
using NotifyNl.Web.Documentation;

namespace NotifyNl.Tests.Documentation;

/// <summary>The NL API Design Rules 2.1, as far as they can be read from the document; what is not followed on purpose stands in docs/adr/0014 and is named here to the letter.</summary>
public sealed partial class DesignRulesTests
{
    private static readonly JsonNode Root = new ApiDocument().Root;

    /// <summary>/core/uri-version, /core/semver, /core/version-header, /core/publish-openapi.</summary>
    [Fact]
    public void Version_IsInThePathAndInEveryAnswer()
    {
        Assert.StartsWith("3.", (string)Root["openapi"]!, StringComparison.Ordinal);
        var version = (string)Root["info"]!["version"]!;
        Assert.Matches(@"^2\.[0-9]+\.[0-9]+$", version);
        Assert.Equal(V2Headers.Version, version);
        Assert.All(Paths(), path => Assert.StartsWith("/v2/", path, StringComparison.Ordinal));
        Assert.All(Responses(), response => Assert.NotNull(response["headers"]?["API-Version"]));
    }

    /// <summary>The changelog tells of the version that answers.</summary>
    [Theory]
    [InlineData("nl/wijzigingen.md")]
    [InlineData("en/wijzigingen.md")]
    public void Changelog_BeginsWithThisVersion(string paper) => Assert.Equal($"## {V2Headers.Version}", Version().Match(Manual.Read(paper)).Value.TrimEnd());

    /// <summary>/core/doc-openapi-contact.</summary>
    [Fact]
    public void Document_SaysWhomToAsk() =>
        Assert.Equal("https://notify.gemeente.nl/documentatie", (string)JsonNode.Parse(new ApiDocument().For("https://notify.gemeente.nl"))!["info"]!["contact"]!["url"]!);

    /// <summary>/core/no-trailing-slash, /core/path-segments-kebab-case, /core/resource-naming.</summary>
    [Fact]
    public void Paths_AreInLowerCaseWithoutSlashAtTheEnd()
    {
        Assert.All(Paths(), path => Assert.Matches(@"^(/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z_]+\}))+$", path));
        Assert.Equal(
            ["bulk", "cancel", "preview", "template", "version"],
            Paths().SelectMany(path => path.Split('/')[2..]).Where(noun => noun[0] != '{' && !noun.EndsWith('s')).Distinct().Order());
    }

    /// <summary>/core/http-methods, /core/stateless.</summary>
    [Fact]
    public void Methods_AreThoseOfHttp_AndReadingTakesNoBody()
    {
        foreach (var (method, operation) in Root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()))
        {
            Assert.Contains(method, (string[])["get", "post"]);
            Assert.True(method == "post" || operation!["requestBody"] is null, (string)operation!["operationId"]!);
            Assert.Contains(operation["responses"]!.AsObject(), r => r.Key[0] == '2');
            Assert.Contains(operation["responses"]!.AsObject(), r => r.Key[0] == '4');
        }
    }

    /// <summary>/core/date-time; fields in camelCase are what we do not follow.</summary>
    [Fact]
    public void Fields_AreInSnakeCase_AndMomentsAreSo()
    {
        foreach (var (name, field) in Root["components"]!["schemas"]!.AsObject().SelectMany(schema => schema.Value!["properties"]?.AsObject() ?? []))
        {
            Assert.Matches("^[a-z0-9]+(_[a-z0-9]+)*$", name);
            if (name.EndsWith("_at", StringComparison.Ordinal))
                Assert.Equal("date-time", (string?)field!["format"]);
        }
    }

    private static IEnumerable<string> Paths() => Root["paths"]!.AsObject().Select(path => path.Key);

    private static IEnumerable<JsonObject> Responses() =>
        Root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).SelectMany(operation => operation.Value!["responses"]!.AsObject()).Select(r => r.Value!.AsObject())
            .Where(r => !r.ContainsKey("$ref")).Concat(Root["components"]!["responses"]!.AsObject().Select(r => r.Value!.AsObject()));

    [GeneratedRegex("^## [0-9].*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
