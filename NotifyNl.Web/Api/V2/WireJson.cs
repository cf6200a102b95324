using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace NotifyNl.Web.Api.V2;

/// <summary>A number as it stood in the body: its digits are not ours to round.</summary>
internal sealed record WireNumber(string Raw);

/// <summary>
/// A body as the model's language reads it: null, string, bool, <see cref="WireNumber"/>, list, or object in the order of its names; of two equal names the last
/// counts. Depth and size are bounded; <c>NaN</c>, comments and trailing commas are no JSON.
/// </summary>
internal static class WireJson
{
    private const int MaxDepth = 64;

    /// <returns>False where it is no JSON in UTF-8.</returns>
    public static bool TryRead(ReadOnlySequence<byte> body, out object? value)
    {
        value = null;
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        if (!Utf8.IsValid(bytes))
            return false;
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read())
                return false;
            value = Read(ref reader);
            return !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the second: half of a surrogate pair
        {
            return false;
        }
    }

    private static object? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var properties = new OrderedDictionary<string, object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    properties[name] = Read(ref reader);
                }

                return properties;
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader));
                return items;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return new WireNumber(Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                return null;
        }
    }
}
