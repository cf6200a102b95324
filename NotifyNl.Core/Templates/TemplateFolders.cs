using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Teams;
using Npgsql;

namespace NotifyNl.Templates;

/// <summary>What a team member may do to the folders of one service. A folder that the member may not see is not there.</summary>
public sealed class TemplateFolders(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <param name="parentId">The folder it is to lie in; null for the top.</param>
    public async Task<Result<TemplateFolder>> CreateAsync(Member member, Guid? parentId, string? name, CancellationToken cancel)
    {
        if (Refusal(name) is { } refusal)
            return refusal;
        await using var transaction = await BeginAsync(member.ServiceId, cancel);
        var tree = await FolderTree.ReadAsync(db, member, cancel);
        if (!tree.Shows(parentId))
            return new Problem("folder-gone");
        if (tree.PathTo(parentId).Count >= TemplateFolder.MaxDepth)
            return new Problem("folder-too-deep", "Name") { Args = [TemplateFolder.MaxDepth] };
        var now = clock.GetUtcNow();
        var folder = new TemplateFolder { Id = Guid.CreateVersion7(now), ServiceId = member.ServiceId, ParentId = parentId, Name = name!.Trim(), CreatedAt = now };
        db.Add(folder);
        audit.Add(member.ServiceId, member.UserId, "folder-created", folder.Id, folder.Name);
        return await SaveAsync(transaction, cancel) is { } problem ? problem : folder;
    }

    public async Task<Problem?> RenameAsync(Member member, Guid folderId, string? name, CancellationToken cancel)
    {
        if (Refusal(name) is { } refusal)
            return refusal;
        await using var transaction = await BeginAsync(member.ServiceId, cancel);
        if (await FindAsync(member, folderId, cancel) is not { } folder)
            return new Problem("folder-gone");
        folder.Name = name!.Trim();
        if (db.Entry(folder).State == EntityState.Modified)
            audit.Add(member.ServiceId, member.UserId, "folder-renamed", folder.Id, folder.Name, FieldChange.Of(db.Entry(folder)));
        return await SaveAsync(transaction, cancel);
    }

    /// <summary>Only an empty folder goes: nothing that somebody does not see is lost with it.</summary>
    public async Task<Problem?> RemoveAsync(Member member, Guid folderId, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(member.ServiceId, cancel);
        if (await FindAsync(member, folderId, cancel) is not { } folder)
            return new Problem("folder-gone");
        if (await db.Templates.AnyAsync(t => t.ServiceId == member.ServiceId && t.FolderId == folderId && t.ArchivedAt == null, cancel)
            || await db.TemplateFolders.AnyAsync(f => f.ServiceId == member.ServiceId && f.ParentId == folderId, cancel))
            return new Problem("folder-not-empty");
        db.Remove(folder);
        audit.Add(member.ServiceId, member.UserId, "folder-removed", folder.Id, folder.Name);
        return await SaveAsync(transaction, cancel);
    }

    /// <param name="to">The folder to move to; null for the top.</param>
    public async Task<Problem?> MoveAsync(Member member, IReadOnlyCollection<Guid> templates, IReadOnlyCollection<Guid> folders, Guid? to, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(member.ServiceId, cancel);
        var tree = await FolderTree.ReadAsync(db, member, cancel);
        if (!tree.Shows(to))
            return new Problem("folder-gone");
        var movedTemplates = await db.Templates.Where(t => t.ServiceId == member.ServiceId && t.ArchivedAt == null && templates.Contains(t.Id)).SeenBy(tree).ToListAsync(cancel);
        var movedFolders = (await db.TemplateFolders.Where(f => f.ServiceId == member.ServiceId && folders.Contains(f.Id)).ToListAsync(cancel)).FindAll(f => tree.Shows(f.Id));
        if (movedTemplates.Count + movedFolders.Count == 0)
            return new Problem("nothing-picked");
        if (movedFolders.Exists(f => tree.IsWithin(to, f.Id)))
            return new Problem("folder-into-itself", "To");
        if (movedFolders.Exists(f => tree.PathTo(to).Count + tree.HeightOf(f.Id) > TemplateFolder.MaxDepth))
            return new Problem("folder-too-deep", "To") { Args = [TemplateFolder.MaxDepth] };

        foreach (var template in movedTemplates.Where(t => t.FolderId != to))
        {
            audit.Add(member.ServiceId, member.UserId, "template-moved", template.Id, template.Name, [Moved(tree, template.FolderId, to)]);
            template.FolderId = to;
        }

        foreach (var folder in movedFolders.Where(f => f.ParentId != to))
        {
            audit.Add(member.ServiceId, member.UserId, "folder-moved", folder.Id, folder.Name, [Moved(tree, folder.ParentId, to)]);
            folder.ParentId = to;
        }

        return await SaveAsync(transaction, cancel);
    }

    private static FieldChange Moved(FolderTree tree, Guid? from, Guid? to) => new(nameof(Template.FolderId), Name(tree, from), Name(tree, to));

    private static string? Name(FolderTree tree, Guid? folder) => folder is { } id ? tree.FullName(id) : null;

    private static Problem? Refusal(string? name) =>
        string.IsNullOrWhiteSpace(name) ? new Problem("folder-name-missing", "Name")
        : name.Trim().Length > TemplateFolder.MaxNameLength ? new Problem("template-name-too-long", "Name") { Args = [TemplateFolder.MaxNameLength] }
        : name.Contains('\0') ? new Problem("folder-name-missing", "Name")
        : null;

    /// <summary>One change of the folders of a service at a time: two that move folders into each other would make a ring.</summary>
    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> BeginAsync(Guid serviceId, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from services where id = {serviceId} for update", cancel);
        return transaction;
    }

    private async Task<TemplateFolder?> FindAsync(Member member, Guid folderId, CancellationToken cancel) =>
        (await FolderTree.ReadAsync(db, member, cancel)).Shows(folderId)
            ? await db.TemplateFolders.SingleOrDefaultAsync(f => f.Id == folderId && f.ServiceId == member.ServiceId, cancel)
            : null;

    private async Task<Problem?> SaveAsync(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return new Problem("folder-name-taken", "Name");
        }
    }
}
