using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>Inputs with expected outcomes that stand beside the project: others' data, never copied into it.</summary>
public static class Vectors
{
    public static string? Folder { get; } = Find();

    /// <returns>The file, parsed; the test is skipped where the vectors are not there.</returns>
    public static JsonNode Read(string file)
    {
        Assert.SkipWhen(Folder is null, "The vectors (../shared/vectors) are not on this machine.");
        return JsonNode.Parse(File.ReadAllText(Path.Combine(Folder!, file)))!;
    }

    /// <returns>The cases of a group (or kind), that are not listed as a deliberate difference.</returns>
    public static IEnumerable<JsonNode> Cases(string file, string? group = null)
    {
        foreach (var node in Read(file)["cases"]!.AsArray())
        {
            var kind = (string?)(node!["group"] ?? node["kind"]);
            if ((group is null || kind == group) && !Differences.Concerns((string)node["id"]!))
                yield return node;
        }
    }

    /// <summary>Judges every case and names all that fail, not only the first.</summary>
    public static void Judge(IEnumerable<JsonNode> cases, Func<JsonNode, string?> complaint)
    {
        var judged = 0;
        var complaints = new List<string>();
        foreach (var one in cases)
        {
            judged++;
            if (complaint(one) is { } wrong)
                complaints.Add($"{one["id"]}: {wrong}");
        }

        Assert.NotEqual(0, judged);
        Assert.True(complaints.Count == 0, $"{complaints.Count} of {judged} cases differ:\n{string.Join('\n', complaints.Take(40))}");
    }

    /// <summary>A JSON value as the API gives it to a template.</summary>
    public static object? Value(JsonNode? node) => node.Deserialize<JsonElement>();

    public static Dictionary<string, object?> Values(JsonNode? node) =>
        node is JsonObject values ? values.ToDictionary(pair => pair.Key, pair => Value(pair.Value)) : [];

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "NotifyNl.sln")))
                continue;
            var vectors = Path.Combine(folder.Parent?.FullName ?? "/", "shared", "vectors");
            return Directory.Exists(vectors) ? vectors : null;
        }

        return null;
    }
}
