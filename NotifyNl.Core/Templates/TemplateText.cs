using System.Net;
using System.Text;

namespace NotifyNl.Templates;

/// <summary>
/// A template's text, read once and filled 100,000 times. A field is <c>((name))</c> or <c>((name??text shown when the value says yes))</c>.
/// Immutable and safe for many threads. Reading and filling take time linear in the input.
/// </summary>
public sealed class TemplateText
{
    private readonly TemplateSegment[] segments;

    // By segment: the place of its field in Placeholders, or -1 for literal text.
    private readonly int[] fieldOf;
    private readonly Dictionary<string, int> places;
    private int bareLength = -1;

    private TemplateText(string content, List<TemplateSegment> found)
    {
        Content = content;
        segments = [.. found];
        fieldOf = new int[segments.Length];
        places = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<string>();
        for (var i = 0; i < segments.Length; i++)
        {
            fieldOf[i] = -1;
            if (segments[i].Name is not { } name)
                continue;
            if (places.TryAdd(Key(name), names.Count))
                names.Add(name);
            fieldOf[i] = places[Key(name)];
        }

        Placeholders = names;
    }

    public string Content { get; }

    /// <summary>The fields' names: first spelling, in order of appearance.</summary>
    public IReadOnlyList<string> Placeholders { get; }

    public IReadOnlyList<TemplateSegment> Segments => segments;

    /// <summary>Characters of the text with every field empty, as it would leave: the least that any message of this template counts.</summary>
    public int BareLength => bareLength >= 0 ? bareLength : bareLength = SmsComposer.Compose(Fill(new string?[Placeholders.Count].Select(_ => "").ToArray()), null, AccentMode.Keep).Characters;

    public static TemplateText Parse(string content)
    {
        var found = new List<TemplateSegment>();
        var literal = 0;
        var i = 0;
        while ((i = content.IndexOf("((", i, StringComparison.Ordinal)) >= 0)
        {
            var end = content.AsSpan(i + 2).IndexOfAny('(', ')');
            if (end < 0)
                break;
            var bracket = i + 2 + end;
            if (content[bracket] == ')' && end > 0 && bracket + 1 < content.Length && content[bracket + 1] == ')')
            {
                if (i > literal)
                    found.Add(new TemplateSegment(Decode(content[literal..i])));
                found.Add(Field(content[i..(bracket + 2)]));
                i = literal = bracket + 2;
            }
            else
            {
                // No field begins before this bracket: "(((x)))" is the field x between single brackets.
                i = content[bracket] == '(' ? Math.Max(i + 1, bracket - 1) : bracket + 1;
            }
        }

        if (literal < content.Length)
            found.Add(new TemplateSegment(Decode(content[literal..])));
        return new TemplateText(content, found);
    }

    /// <summary>What two spellings of a field's name have in common: capitals, spaces, underscores and hyphens do not count.</summary>
    public static string Key(string name)
    {
        if (name.AsSpan().IndexOfAny(' ', '_', '-') < 0)
            return name.ToLowerInvariant();
        var key = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c is not (' ' or '_' or '-'))
                key.Append(char.ToLowerInvariant(c));
        }

        return key.ToString();
    }

    /// <param name="values">By the order of <see cref="Placeholders"/>; null is a missing value, whose field stays visible.</param>
    public string Fill(ReadOnlySpan<string?> values)
    {
        // One field between two texts is by far the most common; the parts are joined in one allocation.
        var parts = new string[segments.Length];
        for (var i = 0; i < segments.Length; i++)
            parts[i] = fieldOf[i] < 0 ? segments[i].Text : Show(segments[i], values[fieldOf[i]]);
        return string.Concat(parts);
    }

    /// <param name="values">By name in any spelling: text, numbers, booleans, or lists of them.</param>
    public string Fill(IReadOnlyDictionary<string, object?> values) => Fill(Arrange(values));

    /// <summary>The text with its fields as they are written.</summary>
    public string Preview() => Fill(new string?[Placeholders.Count]);

    /// <summary>The text with every field hidden, for messages whose content is hidden after sending.</summary>
    public string Redacted() => string.Concat(segments.Select(s => s.Name is null ? s.Text : "[verborgen]"));

    /// <returns>The names of the fields that have no value, in order.</returns>
    public IReadOnlyList<string> Missing(IReadOnlyDictionary<string, object?> values)
    {
        var arranged = Arrange(values);
        return [.. Placeholders.Where((_, place) => arranged[place] is null)];
    }

    /// <returns>The supplied names that are no field of this template.</returns>
    public IReadOnlyList<string> Additional(IReadOnlyDictionary<string, object?> values) => [.. values.Keys.Where(name => !places.ContainsKey(Key(name)))];

    /// <summary>Where the field of this name stands in <see cref="Placeholders"/>, or -1.</summary>
    public int PlaceOf(string name) => places.GetValueOrDefault(Key(name), -1);

    private string?[] Arrange(IReadOnlyDictionary<string, object?> values)
    {
        var arranged = new string?[Placeholders.Count];
        foreach (var (name, value) in values)
        {
            if (places.TryGetValue(Key(name), out var place))
                arranged[place] = TemplateValue.ToText(value);
        }

        return arranged;
    }

    private static string Show(TemplateSegment field, string? value) =>
        value is null ? field.Text
        : field.ConditionalText is null ? value
        : TemplateValue.IsYes(value) ? field.ConditionalText
        : "";

    private static TemplateSegment Field(string token)
    {
        var body = token[2..^2];
        var mark = body.IndexOf("??", StringComparison.Ordinal);
        return mark < 0 ? new TemplateSegment(token, body) : new TemplateSegment(token, body[..mark], Decode(body[(mark + 2)..]));
    }

    // After the fields are found: "&lpar;" in a template is a bracket for the reader and never one of a field. Values are not decoded: they are inserted as they are.
    private static string Decode(string text) => text.Contains('&') ? WebUtility.HtmlDecode(text) : text;
}
