using System.Collections;
using System.Globalization;

namespace NotifyNl.Templates;

/// <summary>How a value of an API call or a cell becomes text.</summary>
public static class TemplateValue
{
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase)
    {
        "yes", "y", "true", "t", "1", "include", "show", "ja", "j", "waar", "toon",
    };

    /// <summary>Whether a value shows the text of its field. Not trimmed: " ja" is no yes.</summary>
    public static bool IsYes(string value) => value.Length <= 7 && Yes.Contains(value);

    /// <returns>The text, or null for a missing value. A list reads "a, b and c".</returns>
    public static string? ToText(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "True" : "False",
        IEnumerable list => Join(list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Join(IEnumerable list)
    {
        var items = list.Cast<object?>().Select(ToText).OfType<string>().Select(SmsWhitespace.Strip).Where(item => item.Length > 0).ToList();
        return items.Count switch
        {
            0 => "",
            1 => items[0],
            _ => $"{string.Join(", ", items[..^1])} and {items[^1]}",
        };
    }
}
