using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyNl.Sending;

/// <summary>The values of one message by the order of its template's fields, as they are sealed: a JSON array.</summary>
public static class Values
{
    public static byte[] ToJson(IReadOnlyList<string?> values) => JsonSerializer.SerializeToUtf8Bytes(values, ValuesJson.Default.IReadOnlyListString);

    public static string?[] FromJson(byte[] json) => [.. JsonSerializer.Deserialize(json, ValuesJson.Default.ListString)!];
}

[JsonSerializable(typeof(List<string?>))]
[JsonSerializable(typeof(IReadOnlyList<string?>))]
internal sealed partial class ValuesJson : JsonSerializerContext;
