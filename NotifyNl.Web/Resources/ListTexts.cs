namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the check of a list: <c>ListTexts.resx</c> (Dutch) and <c>ListTexts.en.resx</c>.</summary>
public sealed class ListTexts;
