using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>A template's text with the values of a call, and these values as they are stored, so that the text can be made again.</summary>
public sealed record FilledText(string Text, IReadOnlyList<string?> Values)
{
    public static FilledText Of(TemplateText template, IReadOnlyDictionary<string, object?> values)
    {
        var stored = new string?[template.Placeholders.Count];
        foreach (var (name, value) in values)
        {
            if (template.PlaceOf(name) is not (>= 0 and var place))
                continue;
            var text = TemplateValue.ToText(value);

            // A list is no yes, whatever it holds. A blank keeps it so in the stored text; it goes out when the message is composed.
            stored[place] = value is not string && text is not null && TemplateValue.IsYes(text) && value is System.Collections.IEnumerable ? text + " " : text;
        }

        return new FilledText(template.Fill(stored), stored);
    }
}
