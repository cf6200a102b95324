using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Callbacks;

/// <summary>What a developer of a service may change about its callbacks.</summary>
public sealed class CallbackSettings(NotifyDbContext db, CallbackAddress address, PersonalDataSeal seal, AuditLog audit, TimeProvider clock)
{
    public const int MinTokenLength = 10;
    public const int MaxTokenLength = 1_000;

    /// <summary>How long the old secret signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public Task<Callback?> FindAsync(Guid serviceId, CallbackKind kind, CancellationToken cancel) =>
        db.Callbacks.SingleOrDefaultAsync(c => c.ServiceId == serviceId && c.Kind == kind, cancel);

    /// <param name="token">Null or empty to keep the one that is stored.</param>
    /// <returns>The new secret when there was none yet: it is shown once. Null when only the settings changed.</returns>
    public async Task<Result<string?>> SaveAsync(Guid serviceId, Guid userId, CallbackKind kind, string url, string? token, bool cloudEvents, CancellationToken cancel)
    {
        var read = await address.CheckAsync(url, cancel);
        if (read.Problem is { } problem)
            return problem;
        var stored = await FindAsync(serviceId, kind, cancel);
        token = token?.Trim() ?? "";
        if (token.Length == 0 && stored is null)
            return new Problem("callback-token-missing", "Token");
        if (token.Length > 0 && (token.Length is < MinTokenLength or > MaxTokenLength || !token.All(c => c is > ' ' and < '\x7f')))
            return new Problem("callback-token-short", "Token") { Args = [MinTokenLength] };

        string? secret = null;
        var sealedUrl = seal.Seal(serviceId, read.Value!.AbsoluteUri);
        if (stored is null)
        {
            secret = CallbackSignature.NewSecret();
            db.Add(new Callback
            {
                ServiceId = serviceId,
                Kind = kind,
                Url = sealedUrl,
                Token = seal.Seal(serviceId, token),
                Secret = seal.Seal(serviceId, secret),
                CloudEvents = cloudEvents,
            });
        }
        else
        {
            (stored.Url, stored.CloudEvents) = (sealedUrl, cloudEvents);
            if (token.Length > 0)
                stored.Token = seal.Seal(serviceId, token);
        }

        audit.Add(serviceId, userId, stored is null ? "callback-added" : "callback-changed", subject: $"{Name(kind)}: {read.Value.Host}");
        await db.SaveChangesAsync(cancel);
        return new Result<string?>(secret, null);
    }

    /// <returns>The new secret, shown once; the old one signs for another day. Null where the service has no such callback.</returns>
    public async Task<string?> RotateAsync(Guid serviceId, Guid userId, CallbackKind kind, CancellationToken cancel)
    {
        if (await FindAsync(serviceId, kind, cancel) is not { } stored)
            return null;
        var secret = CallbackSignature.NewSecret();
        (stored.OldSecret, stored.OldSecretUntil, stored.Secret) = (stored.Secret, clock.GetUtcNow() + Overlap, seal.Seal(serviceId, secret));
        audit.Add(serviceId, userId, "callback-secret-changed", subject: Name(kind));
        await db.SaveChangesAsync(cancel);
        return secret;
    }

    /// <summary>Ends the old secret at once, as after a leak.</summary>
    public async Task EndOldSecretAsync(Guid serviceId, Guid userId, CallbackKind kind, CancellationToken cancel)
    {
        if (await FindAsync(serviceId, kind, cancel) is not { OldSecret: not null } stored)
            return;
        (stored.OldSecret, stored.OldSecretUntil) = (null, null);
        audit.Add(serviceId, userId, "callback-secret-ended", subject: Name(kind));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Removes a callback with all that was still to be told.</summary>
    public async Task RemoveAsync(Guid serviceId, Guid userId, CallbackKind kind, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Callbacks.Where(c => c.ServiceId == serviceId && c.Kind == kind).ExecuteDeleteAsync(cancel) == 0)
            return;
        await db.CallbackEvents.Where(e => e.ServiceId == serviceId && e.Kind == kind).ExecuteDeleteAsync(cancel);
        audit.Add(serviceId, userId, "callback-removed", subject: Name(kind));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary><em>Opnieuw sturen</em>: what was given up starts anew, with all its attempts.</summary>
    /// <param name="eventId">One of them, or null for all.</param>
    /// <returns>How many.</returns>
    public async Task<int> ResendAsync(Guid serviceId, Guid userId, CallbackKind kind, Guid? eventId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var count = await db.Database.ExecuteSqlAsync(
            $"""
            update callback_events set due_at = now(), failed_at = null, attempts = 0
            where service_id = {serviceId} and kind = {(short)kind} and failed_at is not null and ({eventId}::uuid is null or id = {eventId}::uuid)
            """,
            cancel);
        if (count > 0)
            audit.Add(serviceId, userId, "callback-resent", subject: $"{Name(kind)}: {count}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return count;
    }

    private static string Name(CallbackKind kind) => kind == CallbackKind.DeliveryStatus ? "delivery-status" : "received-text";
}
