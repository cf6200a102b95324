namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the pages about the API integration.</summary>
public sealed class ApiTexts;
