namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the pages about received texts.</summary>
public sealed class ReceivedTexts;
