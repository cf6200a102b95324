namespace NotifyNl.Templates;

/// <summary>
/// A template's text, read once and filled 100,000 times. A field is <c>((name))</c> or <c>((name??text shown when the value says yes))</c>.
/// Immutable and safe for many threads. Reading and filling take time linear in the input.
/// </summary>
/// <remarks>
/// Entities in the template are decoded after its fields are found: <c>&amp;lpar;</c> is a bracket for the reader and never one of a field.
/// Values are not decoded: they are inserted as they are.
/// </remarks>
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
    public int BareLength => bareLength >= 0
        ? bareLength
        : bareLength = SmsComposer.Compose(Fill([.. Placeholders.Select(_ => "")]), null, AccentMode.Keep).Characters;

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
                    found.Add(new TemplateSegment(HtmlEntities.Decode(content[literal..i])));
                found.Add(Field(content[(i + 2)..bracket]));
                i = literal = bracket + 2;
            }
            else
            {
                // No field begins before this bracket: "(((x)))" is the field x between single brackets.
                i = content[bracket] == '(' ? Math.Max(i + 1, bracket - 1) : bracket + 1;
            }
        }

        if (literal < content.Length)
            found.Add(new TemplateSegment(HtmlEntities.Decode(content[literal..])));
        return new TemplateText(content, found);
    }

    /// <summary>What two spellings of a field's name have in common: capitals, spaces, underscores and hyphens do not count.</summary>
    /// <remarks>Composed first: a heading typed on a Mac may spell é as two code points and is the same name.</remarks>
    public static string Key(string name)
    {
        var composed = UnicodeText.Compose(name);
        Span<char> key = composed.Length <= 256 ? stackalloc char[composed.Length] : new char[composed.Length];
        var length = 0;
        foreach (var c in composed)
        {
            if (c is not (' ' or '_' or '-'))
                key[length++] = char.ToLowerInvariant(c);
        }

        return new string(key[..length]);
    }

    /// <param name="values">By the order of <see cref="Placeholders"/>; what is null or beyond the end is missing, and its field stays visible.</param>
    public string Fill(ReadOnlySpan<string?> values) => Fill(values, isList: null);

    /// <param name="values">By name in any spelling: text, numbers, booleans, lists of them, or JSON. Of two spellings of one name the last counts.</param>
    public string Fill(IReadOnlyDictionary<string, object?> values)
    {
        // A list is no yes, whatever it holds.
        var isList = new bool[Placeholders.Count];
        foreach (var (name, value) in values)
        {
            if (PlaceOf(name) is >= 0 and var place)
                isList[place] = TemplateValue.IsList(value);
        }

        return Fill(Arrange(values), isList);
    }

    /// <summary>The text with its fields as they are written.</summary>
    public string Preview() => Fill([]);

    /// <summary>The text with every field hidden, for messages whose content is hidden after sending.</summary>
    public string Redacted() => string.Concat(segments.Select(s => s.Name is null ? s.Text : "[verborgen]"));

    /// <summary>
    /// The text with nothing in its fields, for counting while it is written. The mark of a field takes no room: <see cref="SmsComposer"/>
    /// drops it at the end, but until then it keeps the spaces beside it.
    /// </summary>
    public string Unfilled() => string.Concat(segments.Select(s => s.Name is null ? s.Text : SmsComposer.OpenField.ToString()));

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

    private string Fill(ReadOnlySpan<string?> values, bool[]? isList)
    {
        var length = 0;
        for (var i = 0; i < segments.Length; i++)
            length += Piece(i, values, isList).Length;

        // Measured first, so that a row costs one allocation.
        return string.Create(length, new Filling(this, values, isList), static (target, filling) =>
        {
            for (var i = 0; i < filling.Template.segments.Length; i++)
            {
                var piece = filling.Template.Piece(i, filling.Values, filling.IsList);
                piece.CopyTo(target);
                target = target[piece.Length..];
            }
        });
    }

    private string Piece(int index, ReadOnlySpan<string?> values, bool[]? isList)
    {
        var (segment, field) = (segments[index], fieldOf[index]);
        if (field < 0 || field >= values.Length || values[field] is not { } value)
            return segment.Text;
        if (segment.ConditionalText is null)
            return value;
        return isList?[field] != true && TemplateValue.IsYes(value) ? segment.ConditionalText : "";
    }

    private static TemplateSegment Field(string body)
    {
        var mark = body.IndexOf("??", StringComparison.Ordinal);
        if (mark < 0)
            return new TemplateSegment($"(({body}))", body);
        var (name, text) = (body[..mark], HtmlEntities.Decode(body[(mark + 2)..]));
        return new TemplateSegment($"(({name}??{text}))", name, text);
    }

    private readonly ref struct Filling(TemplateText template, ReadOnlySpan<string?> values, bool[]? isList)
    {
        public readonly TemplateText Template = template;
        public readonly ReadOnlySpan<string?> Values = values;
        public readonly bool[]? IsList = isList;
    }
}
