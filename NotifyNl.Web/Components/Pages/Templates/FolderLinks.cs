using NotifyNl.Templates;

namespace NotifyNl.Web.Components.Pages.Templates;

/// <summary>Where a template lies, as links.</summary>
internal static class FolderLinks
{
    /// <summary>From the list of all templates down to the folder itself.</summary>
    public static IReadOnlyList<(string Href, string Text)> Trail(Guid serviceId, string templates, FolderTree tree, Guid? folderId) =>
        [($"services/{serviceId}/templates", templates), .. tree.PathTo(folderId).Select(f => ($"services/{serviceId}/templates/folders/{f.Id}", f.Name))];

    public static string Of(Guid serviceId, Guid? folderId) => $"services/{serviceId}/templates{(folderId is null ? "" : $"/folders/{folderId}")}";
}
