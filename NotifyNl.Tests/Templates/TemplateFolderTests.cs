using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Teams;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Templates;

/// <summary>Folders within folders, and what a member who may not see one is told: that it is not there.</summary>
public sealed class TemplateFolderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Folders_AreMadeRenamedMovedAndRemoved_AndTheLogboekKnows()
    {
        var (given, member) = await TeamAsync();
        await using var db = postgres.OpenWeb(given.ServiceId);
        var folders = Folders(db);
        var outer = (await folders.CreateAsync(member, null, " Paspoorten ", default)).Value!;
        var inner = (await folders.CreateAsync(member, outer.Id, "Spoed", default)).Value!;
        Assert.Equal("folder-name-taken", (await folders.CreateAsync(member, outer.Id, "Spoed", default)).Problem?.Code);
        Assert.Equal("folder-name-taken", (await folders.CreateAsync(member, null, "Paspoorten", default)).Problem?.Code);
        Assert.Equal("folder-name-missing", (await folders.CreateAsync(member, null, " ", default)).Problem?.Code);
        Assert.Null(await folders.RenameAsync(member, inner.Id, "Haast", default));

        var template = await db.Templates.AsNoTracking().SingleAsync();
        Assert.Null(await folders.MoveAsync(member, [template.Id], [], inner.Id, default));
        Assert.Equal("folder-not-empty", (await folders.RemoveAsync(member, inner.Id, default))?.Code);
        Assert.Equal("folder-not-empty", (await folders.RemoveAsync(member, outer.Id, default))?.Code);
        Assert.Equal("folder-into-itself", (await folders.MoveAsync(member, [], [outer.Id], inner.Id, default))?.Code);
        Assert.Equal("folder-into-itself", (await folders.MoveAsync(member, [], [outer.Id], outer.Id, default))?.Code);
        Assert.Equal("nothing-picked", (await folders.MoveAsync(member, [], [], outer.Id, default))?.Code);
        Assert.Null(await folders.MoveAsync(member, [template.Id], [inner.Id], null, default));
        Assert.Null(await folders.RemoveAsync(member, outer.Id, default));
        Assert.Equal("folder-gone", (await folders.RemoveAsync(member, outer.Id, default))?.Code);

        var log = await db.AuditEntries.Where(e => e.ServiceId == given.ServiceId).OrderBy(e => e.Id).ToListAsync();
        Assert.Equal(["folder-created", "folder-created", "folder-moved", "folder-removed", "folder-renamed", "template-moved", "template-moved"], log.Select(e => e.Action).Order(StringComparer.Ordinal));
        Assert.Equal("Paspoorten / Haast", log.First(e => e.Action == "template-moved").FieldChanges.Single().After);
    }

    [Fact]
    public async Task FoldersGoFiveDeep_AlsoByMoving()
    {
        var (given, member) = await TeamAsync();
        await using var db = postgres.OpenWeb(given.ServiceId);
        var folders = Folders(db);
        Guid? at = null;
        for (var level = 1; level <= TemplateFolder.MaxDepth; level++)
            at = (await folders.CreateAsync(member, at, $"Laag {level}", default)).Value!.Id;
        Assert.Equal("folder-too-deep", (await folders.CreateAsync(member, at, "Te diep", default)).Problem?.Code);
        var loose = (await folders.CreateAsync(member, null, "Los", default)).Value!;
        Assert.Equal("folder-too-deep", (await folders.MoveAsync(member, [], [loose.Id], at, default))?.Code);
    }

    [Fact]
    public async Task AHiddenFolder_IsNotThere_WithAllThatLiesInIt()
    {
        var (given, member) = await TeamAsync();
        await using var db = postgres.OpenWeb(given.ServiceId);
        var folders = Folders(db);
        var outer = (await folders.CreateAsync(member, null, "Geheim", default)).Value!;
        var inner = (await folders.CreateAsync(member, outer.Id, "Ook geheim", default)).Value!;
        var open = (await folders.CreateAsync(member, null, "Open", default)).Value!;
        var template = await db.Templates.AsNoTracking().SingleAsync();
        Assert.Null(await folders.MoveAsync(member, [template.Id], [], inner.Id, default));

        Assert.Null(await new TeamEditor(db, new AuditLog(db, TimeProvider.System), TimeProvider.System).ShowFoldersAsync(given.ServiceId, given.UserId, member.UserId, [open.Id, inner.Id], default));
        member = await db.Members.AsNoTracking().SingleAsync(m => m.ServiceId == given.ServiceId);
        var tree = await FolderTree.ReadAsync(db, member, default);
        Assert.Equal([outer.Id], member.HiddenFolders);
        Assert.Equal((false, false, true, true, false), (tree.Shows(outer.Id), tree.Shows(inner.Id), tree.Shows(open.Id), tree.Shows(null), tree.Shows(Guid.NewGuid())));
        Assert.Empty(await db.Templates.Where(t => t.ServiceId == given.ServiceId).SeenBy(tree).ToListAsync());
        Assert.Equal("folder-gone", (await folders.RenameAsync(member, inner.Id, "x", default))?.Code);
        Assert.Equal("folder-gone", (await folders.CreateAsync(member, inner.Id, "x", default)).Problem?.Code);
        Assert.Equal("nothing-picked", (await folders.MoveAsync(member, [template.Id], [inner.Id], null, default))?.Code);
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "member-folders-changed" && e.ServiceId == given.ServiceId);
        Assert.Equal("Geheim", entry.FieldChanges.Single().After);
    }

    private static TemplateFolders Folders(NotifyDbContext db) => new(db, new AuditLog(db, TimeProvider.System), TimeProvider.System);

    private async Task<(Given Given, Member Member)> TeamAsync()
    {
        var given = await Given.AsyncIn(postgres);
        var member = new Member { ServiceId = given.ServiceId, UserId = given.UserId, Permissions = Permissions.All };
        await using var db = postgres.Open();
        db.Add(member);
        await db.SaveChangesAsync();
        return (given, new Member { ServiceId = given.ServiceId, UserId = given.UserId, Permissions = Permissions.All });
    }
}
