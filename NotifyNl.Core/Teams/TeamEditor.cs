using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Teams;

/// <summary>What a team admin may do to the team of one service: change rights, remove members, and look them all over once a year.</summary>
public sealed class TeamEditor(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>A live service never has fewer: one that leaves, falls ill or is locked out must not close the service.</summary>
    public const int AdminsOfLiveService = 2;

    /// <summary>After so long the rights of a team are to be looked over again; source: BIO2, 5.18.</summary>
    public static readonly TimeSpan ReviewAfter = TimeSpan.FromDays(365);

    /// <returns>Null when done, or the problem. A member who is not in the team is <c>member-gone</c>.</returns>
    public Task<Problem?> ChangeAsync(Guid serviceId, Guid byUserId, Guid userId, Permissions permissions, CancellationToken cancel) =>
        UnderLockAsync(serviceId, userId, member =>
        {
            member.Permissions = permissions & Permissions.All;
            if (db.Entry(member).State == EntityState.Modified)
                audit.Add(serviceId, byUserId, "member-changed", userId, changes: FieldChange.Of(db.Entry(member)));
        }, permissions.HasFlag(Permissions.ManageService), cancel);

    /// <summary>Says which template folders a member sees.</summary>
    /// <param name="visible">All others of the service are hidden, also from lists and from sending.</param>
    public Task<Problem?> ShowFoldersAsync(Guid serviceId, Guid byUserId, Guid userId, IReadOnlyCollection<Guid> visible, CancellationToken cancel) =>
        UnderLockAsync(serviceId, userId, async member =>
        {
            var folders = await db.TemplateFolders.Where(f => f.ServiceId == serviceId).OrderBy(f => f.Name).ToListAsync(cancel);
            var hidden = folders.FindAll(f => !visible.Contains(f.Id));
            if (hidden.Select(f => f.Id).Order().SequenceEqual(member.HiddenFolders.Order()))
                return;
            audit.Add(serviceId, byUserId, "member-folders-changed", userId,
                changes: [new FieldChange(nameof(Member.HiddenFolders), Names(folders.Where(f => member.HiddenFolders.Contains(f.Id))), Names(hidden))]);
            member.HiddenFolders = hidden.ConvertAll(f => f.Id);
        }, staysAdmin: true, cancel);

    /// <inheritdoc cref="ChangeAsync"/>
    public Task<Problem?> RemoveAsync(Guid serviceId, Guid byUserId, Guid userId, CancellationToken cancel) =>
        UnderLockAsync(serviceId, userId, member =>
        {
            db.Remove(member);
            audit.Add(serviceId, byUserId, "member-removed", userId, changes: [new FieldChange(nameof(Member.Permissions), member.Permissions.ToString())]);
        }, staysAdmin: false, cancel);

    /// <summary>Says that somebody looked over who may do what.</summary>
    public async Task ReviewAsync(Guid serviceId, Guid byUserId, CancellationToken cancel)
    {
        var service = await db.Services.SingleAsync(s => s.Id == serviceId, cancel);
        service.AccessReviewedAt = clock.GetUtcNow();
        audit.Add(serviceId, byUserId, "team-reviewed", changes: FieldChange.Of(db.Entry(service)));
        await db.SaveChangesAsync(cancel);
    }

    private static string? Names(IEnumerable<Templates.TemplateFolder> folders) => string.Join(", ", folders.Select(f => f.Name)) is { Length: > 0 } names ? names : null;

    private Task<Problem?> UnderLockAsync(Guid serviceId, Guid userId, Action<Member> act, bool staysAdmin, CancellationToken cancel) =>
        UnderLockAsync(serviceId, userId, member =>
        {
            act(member);
            return Task.CompletedTask;
        }, staysAdmin, cancel);

    private async Task<Problem?> UnderLockAsync(Guid serviceId, Guid userId, Func<Member, Task> act, bool staysAdmin, CancellationToken cancel)
    {
        // Two admins who remove each other at the same moment: the second waits here, and then counts anew.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var service = await db.Services.FromSql($"select * from services where id = {serviceId} for update").AsNoTracking().SingleAsync(cancel);
        var member = await db.Members.SingleOrDefaultAsync(m => m.ServiceId == serviceId && m.UserId == userId, cancel);
        if (member is null)
            return new Problem("member-gone");
        if (member.May(Permissions.ManageService) && !staysAdmin)
        {
            var others = await db.Members.CountAsync(m => m.ServiceId == serviceId && m.UserId != userId && (m.Permissions & Permissions.ManageService) != 0, cancel);
            var least = service.LiveSince is null ? 1 : AdminsOfLiveService;
            if (others < least)
                return new Problem("last-admins") { Args = [least] };
        }

        await act(member);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }
}
