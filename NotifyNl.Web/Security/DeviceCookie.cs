using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>Knows a browser again, for a year, across sessions and accounts.</summary>
public sealed class DeviceCookie(NotifyDbContext db, TimeProvider clock, SecureCookies cookies)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private string Name => cookies.Name("notify-device");

    /// <summary>The hash of this browser's token, or null for one that was never here.</summary>
    public byte[]? Hash(HttpContext http) => LinkToken.Hash(http.Request.Cookies[Name]);

    /// <summary>Remembers that this account signs in with this browser.</summary>
    /// <returns>True when it never did so before, while others did.</returns>
    public async Task<bool> IsNewAsync(HttpContext http, Guid userId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var hash = Hash(http);
        if (hash is not null
            && await db.Set<KnownDevice>().Where(d => d.UserId == userId && d.TokenHash == hash)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.SeenAt, now).SetProperty(d => d.Failures, 0), cancel) == 1)
        {
            return false;
        }

        if (hash is null)
        {
            (var token, hash) = LinkToken.Make();
            http.Response.Cookies.Append(Name, token, cookies.Options(Lifetime));
        }

        await db.Set<KnownDevice>().Where(d => d.UserId == userId && d.SeenAt < now - Lifetime).ExecuteDeleteAsync(cancel);
        var hasOthers = await db.Set<KnownDevice>().AnyAsync(d => d.UserId == userId, cancel);
        db.Add(new KnownDevice { UserId = userId, TokenHash = hash, SeenAt = now });
        await db.SaveChangesAsync(cancel);
        return hasOthers;
    }
}
