using System.Text.Json.Nodes;

namespace NotifyNl.Web.Documentation;

/// <summary>The OpenAPI document: kept by hand, tested against the addresses that are served, and the one source of the pages about the API.</summary>
public sealed class ApiDocument
{
    private readonly JsonNode root = JsonNode.Parse(Manual.Read("openapi.json"))!;

    public JsonNode Root => root;

    /// <summary>With the address of this installation as its server.</summary>
    public string For(string baseAddress)
    {
        var copy = root.DeepClone();
        copy["servers"]![0]!["url"] = baseAddress;
        copy["info"]!["contact"]!["url"] = baseAddress + "/documentatie";
        return copy.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public IEnumerable<ApiStatus> Statuses(bool dutch) =>
        root["x-statuses"]!.AsArray().Select(s => new ApiStatus((string)s!["status"]!, (bool)s["final"]!, (bool)s["billed"]!, (string)s["retry"]! == "yes", (string)s[dutch ? "nl" : "en"]!));

    public IEnumerable<ApiGroup> Groups(bool dutch) =>
        from tag in root["tags"]!.AsArray()
        let name = (string)tag!["name"]!
        select new ApiGroup(dutch ? (string)tag!["x-nl"]! : name,
        [
            .. from path in root["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               where (string)method.Value!["tags"]![0]! == name
               select Operation(method.Key.ToUpperInvariant(), path.Key, method.Value!, dutch),
        ]);

    public IEnumerable<ApiOperation> Webhooks(bool dutch) =>
        root["webhooks"]!.AsObject().Select(hook => Operation("POST", "", hook.Value!["post"]!, dutch));

    private ApiOperation Operation(string method, string path, JsonNode operation, bool dutch) => new(
        (string)operation["operationId"]!, method, path, Text(operation, "summary", dutch)!, Text(operation, "description", dutch),
        [.. Fields(operation, dutch)],
        Example(operation["requestBody"]),
        [.. operation["responses"]!.AsObject().Select(r => Answer(r.Key, Resolve(r.Value!), dutch))]);

    private IEnumerable<ApiField> Fields(JsonNode operation, bool dutch)
    {
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            yield return new((string)parameter!["name"]!, (string)parameter["in"]!, Kind(parameter["schema"]!), (bool)parameter["required"]!, Text(parameter, "description", dutch));
        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is not { } body)
            yield break;
        var schema = Resolve(body);
        var required = schema["required"]!.AsArray().Select(r => (string)r!).ToHashSet();
        foreach (var (name, property) in schema["properties"]!.AsObject())
            yield return new(name, "body", Kind(property!), required.Contains(name), Text(property!, "description", dutch));
    }

    private static ApiAnswer Answer(string status, JsonNode response, bool dutch) => new(status, Text(response, "description", dutch) ?? "", Example(response));

    private static string? Example(JsonNode? holder) => holder?["content"]?["application/json"]?["example"] is { } example
        ? example.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        : null;

    /// <summary>The Dutch text stands beside the English one.</summary>
    private static string? Text(JsonNode node, string field, bool dutch) => (string?)(dutch ? node["x-nl"]?[field] ?? node[field] : node[field]);

    private static string Kind(JsonNode schema) => schema switch
    {
        _ when schema["$ref"] is { } name => ((string)name!).Split('/')[^1],
        _ when schema["enum"] is JsonArray values => string.Join(" | ", values.Select(v => (string)v!)),
        _ when schema["const"] is { } value => (string)value!,
        _ when schema["format"] is { } format => (string)format!,
        _ when schema["type"] is JsonArray types => string.Join(" | ", types.Select(t => (string)t!)),
        _ => (string?)schema["type"] ?? "",
    };

    private JsonNode Resolve(JsonNode node)
    {
        if (node["$ref"] is not { } target)
            return node;
        return ((string)target!)[2..].Split('/').Aggregate(root, (at, step) => at[step]!);
    }
}

public sealed record ApiStatus(string Name, bool Final, bool Billed, bool Retry, string Meaning);

public sealed record ApiGroup(string Name, IReadOnlyList<ApiOperation> Operations);

public sealed record ApiOperation(
    string Id, string Method, string Path, string Summary, string? Description, IReadOnlyList<ApiField> Fields, string? Example, IReadOnlyList<ApiAnswer> Answers);

public sealed record ApiField(string Name, string Place, string Kind, bool Required, string? Description);

public sealed record ApiAnswer(string Status, string Description, string? Example);
