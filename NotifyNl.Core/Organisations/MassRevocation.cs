using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Organisations;

/// <summary>
/// For the day that something leaked: ends sessions and revokes keys by the lot. It holds on every node within seconds, as a single one does; whoever repeats it, does no harm.
/// </summary>
public sealed class MassRevocation(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Ends every session and every half-finished sign-in of everybody, also of whoever asks it; or of the teams and the admins of one organisation.</summary>
    /// <param name="byUserId">Null for who sits at the server.</param>
    /// <returns>How many sessions there were.</returns>
    public async Task<int> EndSessionsAsync(Guid? organisationId, Guid? byUserId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var users = organisationId is { } organisation
            ? db.Users.Where(u => db.Members.Any(m => m.UserId == u.Id && db.Services.Any(s => s.Id == m.ServiceId && s.OrganisationId == organisation))
                || db.OrganisationAdmins.Any(a => a.UserId == u.Id && a.OrganisationId == organisation))
            : db.Users;
        var ended = await db.Set<Session>().Where(s => users.Any(u => u.Id == s.UserId)).ExecuteDeleteAsync(cancel);
        await users.ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, u => Guid.NewGuid().ToString()), cancel);
        if (organisationId is { } told)
            audit.AddForOrganisation(told, byUserId, "organisation-sessions-ended", told);
        else
            audit.AddForPlatform(byUserId, "all-sessions-ended");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return ended;
    }

    /// <summary>Revokes every key of one service; the context must have entered it.</summary>
    /// <returns>How many keys still worked.</returns>
    public async Task<int> RevokeKeysAsync(Guid serviceId, Guid byUserId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var revoked = await db.ApiKeys.Where(k => k.ServiceId == serviceId && k.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, now), cancel);
        if (revoked > 0)
        {
            audit.Add(serviceId, byUserId, "all-api-keys-revoked", serviceId);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return revoked;
    }
}
