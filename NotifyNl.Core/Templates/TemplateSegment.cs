namespace NotifyNl.Templates;

/// <summary>A piece of a template: literal text, or a field with perhaps a text that its value switches on.</summary>
/// <param name="Text">The literal text with its entities decoded; of a field the whole token, brackets included, as it is shown while it has no value.</param>
/// <param name="Name">The field's name as written, or null for literal text.</param>
/// <param name="ConditionalText">What a truthy value shows, or null for a field that shows its value.</param>
public sealed record TemplateSegment(string Text, string? Name = null, string? ConditionalText = null);
