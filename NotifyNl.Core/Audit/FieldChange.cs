using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace NotifyNl.Audit;

/// <summary>What became of one field. Before and after stay empty where the field holds a text, a value or a number of a citizen: its name is enough.</summary>
public sealed record FieldChange(
    [property: JsonPropertyName("f")] string Field,
    [property: JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Before = null,
    [property: JsonPropertyName("a"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? After = null)
{
    /// <summary>The changed fields of a tracked entity, read before it is saved.</summary>
    /// <param name="entry">Of settings and rights; its values may stand in the logboek.</param>
    /// <param name="nameOnly">Fields whose contents may not stand there.</param>
    public static IReadOnlyList<FieldChange> Of(EntityEntry entry, params string[] nameOnly)
    {
        entry.DetectChanges();
        return
        [
            .. from property in entry.Properties
               where property.IsModified && !property.Metadata.IsConcurrencyToken
               let name = property.Metadata.Name
               select nameOnly.Contains(name) || property.Metadata.ClrType == typeof(byte[])
                   ? new FieldChange(name)
                   : new FieldChange(name, Text(property.OriginalValue), Text(property.CurrentValue)),
        ];
    }

    internal static string? ToJson(IReadOnlyList<FieldChange>? changes) =>
        changes is { Count: > 0 } ? JsonSerializer.Serialize(changes, FieldChangeJson.Default.IReadOnlyListFieldChange) : null;

    internal static IReadOnlyList<FieldChange> FromJson(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, FieldChangeJson.Default.IReadOnlyListFieldChange)!;

    private static string? Text(object? value) => value switch
    {
        null => null,
        DateTimeOffset moment => moment.ToString("u", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}

[JsonSerializable(typeof(IReadOnlyList<FieldChange>))]
internal sealed partial class FieldChangeJson : JsonSerializerContext;
