using System.Text.Json.Nodes;
using NotifyNl.Delivery;
using NotifyNl.Web.Api.V2;
using NotifyNl.Web.Documentation;

namespace NotifyNl.Tests.Documentation;

/// <summary>The OpenAPI document is kept by hand: here it is held against what is served.</summary>
public sealed class ApiDocumentTests
{
    private static readonly JsonNode Root = new ApiDocument().Root;

    [Fact]
    public void EveryCallInTheDocument_IsServed()
    {
        Assert.StartsWith("3.1", (string)Root["openapi"]!, StringComparison.Ordinal);
        foreach (var (method, path) in Documented())
            Assert.Contains(V2Api.Routes, route => route.Method == method && route.Matches(path.Split('/'), out _));
    }

    [Fact]
    public void EveryCallThatIsServed_IsInTheDocument()
    {
        // E-mail and letters answer as for a service without that permission; they are documented when they exist.
        foreach (var route in V2Api.Routes.Where(r => !r.Pattern.EndsWith("/pdf", StringComparison.Ordinal)))
            Assert.Contains(Documented(), call => call.Method == route.Method && route.Matches(call.Path.Split('/'), out _));
    }

    [Fact]
    public void EveryReference_LeadsSomewhere()
    {
        foreach (var reference in Nodes(Root).OfType<JsonObject>().Where(o => o.ContainsKey("$ref")))
        {
            var target = ((string)reference["$ref"]!)[2..].Split('/').Aggregate((JsonNode?)Root, (at, step) => at?[step]);
            Assert.True(target is not null, (string)reference["$ref"]!);
        }
    }

    [Fact]
    public void EveryText_IsThereInBothLanguages()
    {
        var document = new ApiDocument();
        Assert.Equal(document.Groups(dutch: true).Sum(g => g.Operations.Count), document.Groups(dutch: false).Sum(g => g.Operations.Count));
        foreach (var operation in document.Groups(true).SelectMany(g => g.Operations).Concat(document.Webhooks(true)))
        {
            var english = document.Groups(false).SelectMany(g => g.Operations).Concat(document.Webhooks(false)).Single(o => o.Id == operation.Id);
            Assert.NotEqual(english.Summary, operation.Summary);
            Assert.Equal(english.Description is null, operation.Description is null);
        }

        foreach (var paper in Manual.Names)
        {
            Assert.NotEqual(Manual.Html(paper, dutch: false, "https://x.nl"), Manual.Html(paper, dutch: true, "https://x.nl"));
            Assert.DoesNotContain("@@", Manual.Html(paper, dutch: true, "https://x.nl"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void StatusTable_SaysWhatTheProgramDoes()
    {
        var table = new ApiDocument().Statuses(dutch: true).ToDictionary(s => s.Name);
        Assert.Equal(Enum.GetValues<NotificationStatus>().Select(s => WireNames.Of(s)).Distinct().Order(), table.Keys.Order());
        foreach (var status in Enum.GetValues<NotificationStatus>())
        {
            Assert.Equal((short)status >= 20, table[WireNames.Of(status)].Final);
            Assert.Equal(!WireNames.IsFree(status), table[WireNames.Of(status)].Billed);
        }
    }

    [Fact]
    public void Server_IsThisInstallation() => Assert.Equal("https://notify.gemeente.nl", (string)JsonNode.Parse(new ApiDocument().For("https://notify.gemeente.nl"))!["servers"]![0]!["url"]!);

    private static IEnumerable<(string Method, string Path)> Documented() =>
        from path in Root["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        let concrete = System.Text.RegularExpressions.Regex.Replace(path.Key["/v2".Length..], @"\{[a-z_]+\}", "1")
        select (method.Key.ToUpperInvariant(), concrete);

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Nodes(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Nodes).Prepend(a),
        null => [],
        _ => [node],
    };
}
