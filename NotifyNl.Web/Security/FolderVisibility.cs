using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Teams;
using NotifyNl.Templates;

namespace NotifyNl.Web.Security;

/// <summary>
/// A template in a folder that a member may not see is not there for them. Judged where membership is judged, by what the address names: a template, a folder, or a list
/// that waits to be sent with a template. A page that lists templates asks <see cref="TemplatesInFolders.SeenBy"/>.
/// </summary>
internal static class FolderVisibility
{
    public static async Task<bool> ShowsAsync(HttpContext http, NotifyDbContext db, Member member)
    {
        if (member.HiddenFolders.Count == 0)
            return true;
        var tree = await FolderTree.ReadAsync(db, member, http.RequestAborted);
        if (Named(http, "FolderId") is { } folder && !tree.Shows(folder))
            return false;
        if (Named(http, "UploadId") is { } upload
            && await db.Uploads.AnyAsync(u => u.Id == upload && u.ServiceId == member.ServiceId && tree.Hidden.Contains(db.Templates.Single(t => t.Id == u.PinnedTemplate.TemplateId).FolderId ?? Guid.Empty), http.RequestAborted))
            return false;
        return Named(http, "TemplateId") is not { } template
            || !await db.Templates.AnyAsync(t => t.Id == template && t.ServiceId == member.ServiceId && tree.Hidden.Contains(t.FolderId ?? Guid.Empty), http.RequestAborted);
    }

    private static Guid? Named(HttpContext http, string value) => http.Request.RouteValues.TryGetValue(value, out var text) && Guid.TryParse(text as string, out var id) ? id : null;
}
