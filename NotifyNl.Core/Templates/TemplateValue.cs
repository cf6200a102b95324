using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace NotifyNl.Templates;

/// <summary>How a value of an API call or a cell becomes text.</summary>
public static class TemplateValue
{
    /// <summary>Whether a value shows the text of its field: the model's words and the Dutch ones. Not trimmed: " ja" is no yes.</summary>
    public static bool IsYes(ReadOnlySpan<char> value) => value.Length switch
    {
        1 => value[0] is 'y' or 'Y' or 't' or 'T' or '1' or 'j' or 'J',
        2 => Is(value, "ja"),
        3 => Is(value, "yes"),
        4 => Is(value, "true") || Is(value, "show") || Is(value, "waar") || Is(value, "toon"),
        7 => Is(value, "include"),
        _ => false,
    };

    /// <returns>The text, or null for a missing value. A list reads "a, b and c", as on the wire.</returns>
    public static string? ToText(object? value) => value switch
    {
        null => null,
        string text => text,
        JsonElement json => FromJson(json),
        bool truth => truth ? "True" : "False",
        double number => WithFraction(number.ToString("R", CultureInfo.InvariantCulture)),
        IEnumerable list => Join(list.Cast<object?>().Select(ToText)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    internal static bool IsList(object? value) =>
        value is JsonElement { ValueKind: JsonValueKind.Array } or (IEnumerable and not string);

    private static string? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        // A list within a list has no form for people; it is shown as it came.
        JsonValueKind.Array => Join(json.EnumerateArray().Select(item => IsList(item) ? item.GetRawText() : FromJson(item))),
        _ => json.GetRawText(),
    };

    private static string Join(IEnumerable<string?> list)
    {
        var items = list.OfType<string>().Select(SmsWhitespace.Strip).Where(item => item.Length > 0).ToList();
        return items.Count switch
        {
            0 => "",
            1 => items[0],
            _ => $"{string.Join(", ", items[..^1])} and {items[^1]}",
        };
    }

    /// <summary>A number with a fraction keeps it, as on the wire: 1.0 is not the 1 that shows a text.</summary>
    private static string WithFraction(string number) => number.All(c => c is '-' || char.IsAsciiDigit(c)) ? number + ".0" : number;

    private static bool Is(ReadOnlySpan<char> value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
