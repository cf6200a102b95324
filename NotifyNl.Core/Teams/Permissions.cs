namespace NotifyNl.Teams;

/// <summary>What a team member may do within one service.</summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>Overzicht bekijken.</summary>
    View = 1,

    /// <summary>Berichten versturen.</summary>
    Send = 2,

    /// <summary>Sjablonen beheren.</summary>
    ManageTemplates = 4,

    /// <summary>API-koppeling beheren.</summary>
    ManageApi = 8,

    /// <summary>Instellingen, team en verbruik beheren.</summary>
    ManageService = 16,

    All = View | Send | ManageTemplates | ManageApi | ManageService,
}
