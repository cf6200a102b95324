namespace NotifyNl.Web.Resources;

/// <summary>The texts about organisations and the platform: OrganisationTexts.resx is Dutch, OrganisationTexts.en.resx English.</summary>
public sealed class OrganisationTexts;
