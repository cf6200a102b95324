using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Teams;

/// <summary>Takes somebody from the admins of an organisation or of the installation; never the last one.</summary>
public sealed class AdminRemoval(NotifyDbContext db, AuditLog audit)
{
    /// <summary>Who governs such a place. A team has members with rights instead (<see cref="TeamEditor"/>).</summary>
    public IQueryable<User> Admins(InvitationPlace place)
    {
        var organisation = place.OrganisationId;
        return place.Kind == InvitationKind.Platform
            ? db.Users.Where(u => u.IsPlatformAdmin)
            : db.Users.Where(u => db.OrganisationAdmins.Any(a => a.OrganisationId == organisation && a.UserId == u.Id));
    }

    /// <returns>Null when done; <c>last-admin</c> when nobody would be left.</returns>
    public async Task<Problem?> RemoveAsync(InvitationPlace place, Guid byUserId, Guid userId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two admins who remove each other at once: the second waits here, and then counts anew.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({place.Key}, 0))", cancel);
        if (await Admins(place).SingleOrDefaultAsync(u => u.Id == userId, cancel) is not { } admin)
            return null;
        if (!await Admins(place).AnyAsync(u => u.Id != userId, cancel))
            return new Problem("last-admin");
        if (place.Kind == InvitationKind.Platform)
        {
            admin.IsPlatformAdmin = false;
            place.Log(audit, byUserId, "platform-admin-removed", userId);
        }
        else
        {
            db.Remove(await db.OrganisationAdmins.SingleAsync(a => a.OrganisationId == place.OrganisationId && a.UserId == userId, cancel));
            place.Log(audit, byUserId, "organisation-admin-removed", userId);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }
}
