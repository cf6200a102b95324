using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>What a request may know of the session that it belongs to.</summary>
public sealed record SessionState(Guid Id, Guid UserId, string UserName, bool IsPlatformAdmin, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset SecondFactorAt, string? Provider);

/// <summary>Begins, checks and ends sessions.</summary>
public sealed class Sessions(NotifyDbContext db, TimeProvider clock)
{
    /// <param name="shownAt">When the second factor was shown, if not just now.</param>
    public async Task<Session> BeginAsync(User user, string device, string? provider, CancellationToken cancel, DateTimeOffset? shownAt = null)
    {
        var now = clock.GetUtcNow();
        var session = new Session
        {
            Id = Guid.NewGuid(),
            UserId = user.Id,
            Stamp = user.SecurityStamp ?? "",
            CreatedAt = now,
            SeenAt = now,
            SecondFactorAt = shownAt ?? now,
            Device = device,
            Provider = provider,
        };
        // What ran out by itself goes as well: nobody else clears it away.
        await db.Set<Session>().Where(s => s.UserId == user.Id && s.CreatedAt < now - Session.Longest).ExecuteDeleteAsync(cancel);
        db.Add(session);
        await db.SaveChangesAsync(cancel);
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, now), cancel);
        return session;
    }

    /// <returns>Null for a session that was ended, ran out, or whose user's security stamp changed.</returns>
    public async Task<SessionState?> FindAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var found = await db.Set<Session>().AsNoTracking().Where(s => s.Id == id && s.CreatedAt > now - Session.Longest && s.Stamp == s.User.SecurityStamp)
            .Select(s => new SessionState(s.Id, s.UserId, s.User.Name, s.User.IsPlatformAdmin, s.CreatedAt, s.SeenAt, s.SecondFactorAt, s.Provider))
            .SingleOrDefaultAsync(cancel);
        return found is { IsPlatformAdmin: true } && found.SeenAt <= now - Session.LongestIdle ? null : found;
    }

    public Task SeenAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return db.Set<Session>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancel);
    }

    /// <summary>The second factor was shown again: the session goes on under a new name, so that a copy of the old cookie opens nothing.</summary>
    /// <returns>Null for a session that has ended meanwhile.</returns>
    public async Task<Session?> RenewAsync(Guid id, CancellationToken cancel)
    {
        var (now, renewed) = (clock.GetUtcNow(), Guid.NewGuid());
        await db.Database.ExecuteSqlAsync($"update sessions set id = {renewed}, second_factor_at = {now}, seen_at = {now} where id = {id}", cancel);
        return await db.Set<Session>().AsNoTracking().Include(s => s.User).SingleOrDefaultAsync(s => s.Id == renewed, cancel);
    }

    public Task EndAsync(Guid userId, Guid id, CancellationToken cancel) => db.Set<Session>().Where(s => s.UserId == userId && s.Id == id).ExecuteDeleteAsync(cancel);

    /// <summary><em>Overal uitloggen</em>: every session and every half-finished sign-in of the account.</summary>
    public async Task EndAllAsync(Guid userId, CancellationToken cancel)
    {
        var stamp = Guid.NewGuid().ToString("N");
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, stamp), cancel);
        await db.Set<Session>().Where(s => s.UserId == userId).ExecuteDeleteAsync(cancel);
    }
}
