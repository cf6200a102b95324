namespace NotifyNl.Web.Resources;

/// <summary>The texts about teams, retention and hidden texts: TeamTexts.resx is Dutch, TeamTexts.en.resx English.</summary>
public sealed class TeamTexts;
