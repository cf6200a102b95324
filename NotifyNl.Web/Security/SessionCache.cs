using Microsoft.Extensions.Caching.Memory;
using NotifyNl.Accounts;

namespace NotifyNl.Web.Security;

/// <summary>The check that every request makes of its session, remembered for a few seconds: ending a session elsewhere works within that time on every node.</summary>
public sealed class SessionCache(IServiceScopeFactory scopes, IMemoryCache cache)
{
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    public async Task<SessionState?> FindAsync(Guid id, CancellationToken cancel)
    {
        if (cache.TryGetValue<SessionState?>(Key(id), out var known))
            return known;
        // A scope of its own: the request's does not know yet in which service it works.
        await using var scope = scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<Sessions>().FindAsync(id, cancel);
        return cache.Set(Key(id), found, Remembered);
    }

    public void Forget(Guid id) => cache.Remove(Key(id));

    private static (Type, Guid) Key(Guid id) => (typeof(SessionState), id);
}
