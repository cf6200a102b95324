using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>Links to the owner of an account: made, looked at, used up.</summary>
public sealed class AccountLinks(NotifyDbContext db, TimeProvider clock)
{
    /// <returns>The token of the link, known here and now only.</returns>
    public async Task<string> MakeAsync(Guid userId, AccountLinkPurpose purpose, CancellationToken cancel, string? email = null)
    {
        var now = clock.GetUtcNow();
        var (token, hash) = LinkToken.Make();
        // An older link of the same kind ends: the newest mail is the one that works.
        await db.AccountLinks.Where(l => l.UserId == userId && l.Purpose == purpose && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancel);
        db.Add(new AccountLink { Id = Guid.CreateVersion7(now), Purpose = purpose, TokenHash = hash, UserId = userId, Email = email, CreatedAt = now, ExpiresAt = now + (purpose == AccountLinkPurpose.Restore ? AccountLink.RestoreValid : AccountLink.Valid) });
        await db.SaveChangesAsync(cancel);
        return token;
    }

    /// <summary>Looks and burns nothing: mail scanners open every link.</summary>
    public async Task<(AccountLink? Link, LinkState State)> FindAsync(string? token, AccountLinkPurpose purpose, CancellationToken cancel)
    {
        if (LinkToken.Hash(token) is not { } hash)
            return (null, LinkState.Unknown);
        var link = await db.AccountLinks.AsNoTracking().Include(l => l.User).SingleOrDefaultAsync(l => l.TokenHash == hash && l.Purpose == purpose, cancel);
        return (link, link?.State(clock.GetUtcNow()) ?? LinkState.Unknown);
    }

    /// <returns>False for the second of two that use it at once.</returns>
    public async Task<bool> UseAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await db.AccountLinks.Where(l => l.Id == id && l.UsedAt == null && l.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancel) == 1;
    }
}
