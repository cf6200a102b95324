using NotifyNl.Teams;

namespace NotifyNl.Web.Components.Pages.Teams;

/// <summary>The ticks of a form about somebody's rights.</summary>
public sealed class RightsInput
{
    public bool View { get; set; }
    public bool Send { get; set; }
    public bool Templates { get; set; }
    public bool Api { get; set; }
    public bool Service { get; set; }

    public Permissions Permissions =>
        (View ? Permissions.View : 0) | (Send ? Permissions.Send : 0) | (Templates ? Permissions.ManageTemplates : 0) | (Api ? Permissions.ManageApi : 0) | (Service ? Permissions.ManageService : 0);

    public static RightsInput Of(Permissions permissions) => new()
    {
        View = permissions.HasFlag(Permissions.View),
        Send = permissions.HasFlag(Permissions.Send),
        Templates = permissions.HasFlag(Permissions.ManageTemplates),
        Api = permissions.HasFlag(Permissions.ManageApi),
        Service = permissions.HasFlag(Permissions.ManageService),
    };
}
