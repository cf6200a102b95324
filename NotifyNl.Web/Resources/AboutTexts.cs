namespace NotifyNl.Web.Resources;

/// <summary>The pages about accessibility, privacy and cookies: AboutTexts.resx is Dutch, AboutTexts.en.resx English.</summary>
public sealed class AboutTexts;
