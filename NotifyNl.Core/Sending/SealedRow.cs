using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyNl.Recipients;

namespace NotifyNl.Sending;

/// <summary>What of a row only its own team sees: the cells as shown, and what is wrong with them. Stored sealed.</summary>
public sealed record SealedRow(
    [property: JsonPropertyName("c")] IReadOnlyList<string?> Cells,
    [property: JsonPropertyName("e")] IReadOnlyList<SealedError> Errors,
    [property: JsonPropertyName("d")] bool Duplicate,
    [property: JsonPropertyName("o")] bool OptedOut,
    [property: JsonPropertyName("r")] bool Repaired = false)
{
    public static SealedRow Of(CheckedRow row) => new(
        row.Cells, [.. row.Errors.Select(error => new SealedError(error.Column, error.Problem.Code, [.. error.Problem.Args.Select(arg => arg.ToString() ?? "")]))], row.Duplicate, row.OptedOut, row.Number?.Repaired == true);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SendingJson.Default.SealedRow);

    public static SealedRow FromJson(byte[] json) => JsonSerializer.Deserialize(json, SendingJson.Default.SealedRow)!;
}

/// <param name="Column">The heading it stands under; empty for the row as a whole.</param>
public sealed record SealedError([property: JsonPropertyName("k")] string Column, [property: JsonPropertyName("p")] string Code, [property: JsonPropertyName("a")] IReadOnlyList<string> Args)
{
    public string Sentence() => Problem.Of(Code, [.. Args]).Sentence();
}

[JsonSerializable(typeof(SealedRow))]
internal sealed partial class SendingJson : JsonSerializerContext;
