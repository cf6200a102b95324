using NotifyNl.Templates;

namespace NotifyNl.Web.Components.Pages.Templates;

/// <summary>What the form of a template posts.</summary>
public sealed class TemplateInput
{
    public string? Name { get; set; }
    public string? Content { get; set; }
    public string? Lane { get; set; }
    public int Version { get; set; }

    public TemplateDraft ToDraft() =>
        new(Name ?? "", Content ?? "", Enum.TryParse<Lane>(Lane, out var lane) && Enum.IsDefined(lane) ? lane : NotifyNl.Templates.Lane.Normal);
}
