using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Services;

namespace NotifyNl.ApiKeys;

/// <summary>All keys that may sign, opened and at most two seconds old: a key that is revoked stops on every node within that time.</summary>
public sealed class ApiKeyRing
{
    /// <summary>What stands above a message of a service that has no sender of its own yet.</summary>
    public const string HouseSender = "NotifyNL";

    private static readonly TimeSpan UseIsWrittenEvery = TimeSpan.FromMinutes(1);

    private readonly ShortMemory<Guid, CallingService?> services;
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> usesWritten = new();
    private readonly IServiceScopeFactory scopes;
    private readonly PersonalDataSeal seal;
    private readonly TimeProvider clock;

    public ApiKeyRing(IServiceScopeFactory scopes, PersonalDataSeal seal, TimeProvider clock)
    {
        (this.scopes, this.seal, this.clock) = (scopes, seal, clock);
        services = new(clock, LoadAsync);
    }

    /// <returns>Null where there is no such service.</returns>
    public Task<CallingService?> FindAsync(Guid serviceId) => services.FindAsync(serviceId);

    /// <summary>Remembers that the key was used; written down about once a minute.</summary>
    public void Used(Guid serviceId, Guid keyId)
    {
        var now = clock.GetUtcNow();
        var known = usesWritten.GetValueOrDefault(keyId);
        if (now - known < UseIsWrittenEvery || !(known == default ? usesWritten.TryAdd(keyId, now) : usesWritten.TryUpdate(keyId, now, known)))
            return;
        _ = Task.Run(async () =>
        {
            try
            {
                await using var scope = Scope(serviceId, out var db);
                await db.ApiKeys.Where(k => k.Id == keyId && k.ServiceId == serviceId).ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, now));
            }
            catch (Exception)
            {
                usesWritten.TryRemove(keyId, out _); // the next call tries again
            }
        });
    }

    private async Task<CallingService?> LoadAsync(Guid serviceId)
    {
        await using var scope = Scope(serviceId, out var db);
        await db.Database.OpenConnectionAsync();
        if (await db.Services.AsNoTracking().SingleOrDefaultAsync(s => s.Id == serviceId) is not { } service)
            return null;

        var knownSince = clock.GetUtcNow() - ApiKey.RevokedIsKnown;
        var keys = await db.ApiKeys.Where(k => k.ServiceId == serviceId && (k.RevokedAt == null || k.RevokedAt > knownSince) && (k.ExpiresAt == null || k.ExpiresAt > knownSince))
            .OrderByDescending(k => k.CreatedAt).ToListAsync();
        var opened = keys.ConvertAll(Open);
        await db.SaveChangesAsync();

        var senders = await db.SmsSenders.AsNoTracking().Where(s => s.ServiceId == serviceId).ToListAsync();
        return new CallingService(
            service, opened, senders.ToDictionary(s => s.Id, s => s.Name), senders.Find(s => s.IsDefault)?.Name ?? HouseSender,
            service.LiveSince is null || keys.Exists(k => k.Type == ApiKeyType.Team) ? await TrialReach.ReachableAsync(db, seal, serviceId, CancellationToken.None) : new HashSet<Guid>());
    }

    private KnownKey Open(ApiKey key)
    {
        var secret = seal.OpenBytes(key.ServiceId, key.Secret);
        if (!seal.IsCurrent(key.Secret))
            key.Secret = seal.Seal(key.ServiceId, secret);
        return new KnownKey(key.Id, key.Type, secret, key.CreatedById, key.EndsAt, [.. key.Networks.Select(network => IPNetwork.Parse(network))]);
    }

    private AsyncServiceScope Scope(Guid serviceId, out NotifyDbContext db)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentService>().Enter(serviceId);
        db = scope.ServiceProvider.GetRequiredService<NotifyDbContext>();
        return scope;
    }
}
