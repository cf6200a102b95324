namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the documentation of the API.</summary>
public sealed class DocumentationTexts;
