namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of every screen: <c>Texts.resx</c> (Dutch) and <c>Texts.en.resx</c>.</summary>
public sealed class Texts;
