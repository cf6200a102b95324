using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>The authenticator app of an account.</summary>
public sealed class CodeApp(NotifyDbContext db, PersonalDataSeal seal, TimeProvider clock)
{
    /// <summary>Links an app once it has shown that it makes the right codes.</summary>
    /// <returns>Null, or <c>code-wrong</c>, or <c>code-clock</c> when the telephone's clock is off.</returns>
    public async Task<Problem?> LinkAsync(Guid userId, byte[] key, string code, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (Totp.Find(key, code, now) is not { } step)
            return new Problem(Totp.IsOfAnotherHour(key, code, now) ? "code-clock" : "code-wrong", "Code");
        var stored = seal.Seal(userId, key);
        await db.Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.AuthenticatorKey, stored).SetProperty(u => u.AuthenticatorStep, step), cancel);
        return null;
    }

    /// <summary>Judges a code and uses it up: of two that come with one code, one gets in.</summary>
    public async Task<Problem?> UseAsync(User user, string code, CancellationToken cancel)
    {
        if (user.AuthenticatorKey is null)
            return new Problem("code-wrong", "Code");
        var (key, now) = (seal.OpenBytes(user.Id, user.AuthenticatorKey), clock.GetUtcNow());
        if (Totp.Find(key, code, now) is not { } step)
            return new Problem(Totp.IsOfAnotherHour(key, code, now) ? "code-clock" : "code-wrong", "Code");
        var first = await db.Users.Where(u => u.Id == user.Id && (u.AuthenticatorStep == null || u.AuthenticatorStep < step))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.AuthenticatorStep, step), cancel);
        return first == 1 ? null : new Problem("code-used", "Code");
    }

    public Task UnlinkAsync(Guid userId, CancellationToken cancel) => db.Users.Where(u => u.Id == userId)
        .ExecuteUpdateAsync(set => set.SetProperty(u => u.AuthenticatorKey, (byte[]?)null).SetProperty(u => u.AuthenticatorStep, (long?)null), cancel);
}
