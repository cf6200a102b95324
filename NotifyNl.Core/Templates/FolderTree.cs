using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Teams;

namespace NotifyNl.Templates;

/// <summary>The folders of one service as one member sees them. Who may not see a folder sees nothing that lies in it, however deep.</summary>
public sealed class FolderTree
{
    private readonly Dictionary<Guid, TemplateFolder> folders;
    private readonly HashSet<Guid> hidden;

    public FolderTree(IEnumerable<TemplateFolder> all, IReadOnlyCollection<Guid> hidden)
    {
        folders = all.ToDictionary(f => f.Id);
        this.hidden = [.. folders.Keys.Where(id => Upwards(id).Any(f => hidden.Contains(f.Id)))];
        Hidden = [.. this.hidden];
        Visible = [.. folders.Values.Where(f => !this.hidden.Contains(f.Id)).Select(f => (f, FullName(f.Id))).OrderBy(f => f.Item2, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>What this member may not see.</summary>
    public IReadOnlyList<Guid> Hidden { get; }

    /// <summary>What this member sees, with the names of the folders around it, in alphabetical order.</summary>
    public IReadOnlyList<(TemplateFolder Folder, string FullName)> Visible { get; }

    public static async Task<FolderTree> ReadAsync(NotifyDbContext db, Member member, CancellationToken cancel) =>
        new(await db.TemplateFolders.AsNoTracking().Where(f => f.ServiceId == member.ServiceId).ToListAsync(cancel), member.HiddenFolders);

    /// <summary>The top is there for everybody; an unknown folder for nobody.</summary>
    public bool Shows(Guid? folderId) => folderId is not { } id || (folders.ContainsKey(id) && !hidden.Contains(id));

    /// <summary>From the top down to the folder itself.</summary>
    public IReadOnlyList<TemplateFolder> PathTo(Guid? folderId) => folderId is { } id ? [.. Upwards(id).Reverse()] : [];

    public string FullName(Guid folderId) => string.Join(" / ", PathTo(folderId).Select(f => f.Name));

    /// <summary>What lies directly in a folder, or at the top, as far as it is seen.</summary>
    public IEnumerable<TemplateFolder> In(Guid? parentId) => Visible.Select(f => f.Folder).Where(f => f.ParentId == parentId);

    /// <summary>The folder itself counts as within itself.</summary>
    internal bool IsWithin(Guid? folderId, Guid outer) => folderId is { } id && Upwards(id).Any(f => f.Id == outer);

    /// <summary>Levels of folders under this one and itself.</summary>
    internal int HeightOf(Guid folderId) => 1 + folders.Values.Where(f => f.ParentId == folderId).Select(f => HeightOf(f.Id)).DefaultIfEmpty(0).Max();

    private IEnumerable<TemplateFolder> Upwards(Guid id)
    {
        for (Guid? at = id; at is { } here && folders.TryGetValue(here, out var folder); at = folder.ParentId)
            yield return folder;
    }
}

public static class TemplatesInFolders
{
    /// <summary>Only what the member of this tree may see.</summary>
    public static IQueryable<Template> SeenBy(this IQueryable<Template> templates, FolderTree tree)
    {
        var hidden = tree.Hidden.ToArray();
        return hidden.Length == 0 ? templates : templates.Where(t => t.FolderId == null || !hidden.Contains(t.FolderId.Value));
    }
}
