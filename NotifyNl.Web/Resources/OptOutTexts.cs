namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the opt-out list: <c>OptOutTexts.resx</c> (Dutch) and <c>OptOutTexts.en.resx</c>.</summary>
public sealed class OptOutTexts;
