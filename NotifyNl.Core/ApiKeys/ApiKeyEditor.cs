using System.Net;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.ApiKeys;

/// <summary>What a person fills in about a key.</summary>
/// <param name="Networks">In CIDR notation or as bare addresses; empty for all.</param>
public sealed record ApiKeyDraft(string Name, ApiKeyType Type, IReadOnlyList<string> Networks, DateTimeOffset? ExpiresAt = null);

/// <param name="Text">The whole key. Shown once: only the seal holds it from now on.</param>
public sealed record NewApiKey(ApiKey Key, string Text);

/// <summary>Makes and revokes the keys of one service. What is changed here holds everywhere within seconds (<c>ApiKeyRing</c>).</summary>
public sealed class ApiKeyEditor(NotifyDbContext db, PersonalDataSeal seal, AuditLog audit, TimeProvider clock)
{
    public async Task<Result<NewApiKey>> CreateAsync(Guid serviceId, Guid userId, ApiKeyDraft draft, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var name = draft.Name.Trim();
        if (name.Length == 0)
            return new Problem("api-key-name-missing", nameof(draft.Name));
        if (name.Length > ApiKey.MaxNameLength)
            return new Problem("api-key-name-too-long", nameof(draft.Name)) { Args = [ApiKey.MaxNameLength] };
        if (!Enum.IsDefined(draft.Type))
            return new Problem("api-key-type-missing", nameof(draft.Type));
        if (draft.ExpiresAt <= now)
            return new Problem("api-key-expiry-past", nameof(draft.ExpiresAt));
        if (draft.Type == ApiKeyType.Live && !await db.Services.AnyAsync(s => s.Id == serviceId && s.LiveSince != null, cancel))
            return new Problem("api-key-live-on-trial", nameof(draft.Type));
        var networks = new List<string>();
        foreach (var text in draft.Networks.Select(n => n.Trim()).Where(n => n.Length > 0))
        {
            if (Network(text) is not { } network)
                return new Problem("api-key-network-unreadable", nameof(draft.Networks)) { Args = [text] };
            networks.Add(network.ToString());
        }

        // A version 4 uuid holds 122 bits of the system's cryptographic generator.
        var secret = Guid.NewGuid();
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            ServiceId = serviceId,
            Name = name,
            Type = draft.Type,
            Secret = seal.Seal(serviceId, secret.ToString()),
            Networks = [.. networks],
            CreatedById = userId,
            CreatedAt = now,
            ExpiresAt = draft.ExpiresAt,
        };
        db.Add(key);
        audit.Add(serviceId, userId, "api-key-created", key.Id, key.Name);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return new Problem("api-key-name-taken", nameof(draft.Name));
        }

        return new NewApiKey(key, ApiKey.Text(name, serviceId, secret));
    }

    /// <returns>False where the service has no such key; true also when it was revoked before.</returns>
    public async Task<bool> RevokeAsync(Guid serviceId, Guid keyId, Guid userId, CancellationToken cancel)
    {
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == keyId && k.ServiceId == serviceId, cancel) is not { } key)
            return false;
        if (key.RevokedAt is not null)
            return true;
        key.Revoke(clock.GetUtcNow());
        audit.Add(serviceId, userId, "api-key-revoked", key.Id, key.Name);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>A network, or a single address as a network of one.</summary>
    private static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
