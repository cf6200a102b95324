using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

public enum Factor
{
    App,
    Mobile,
    Passkey,
}

/// <summary>What an account can show besides its password.</summary>
/// <param name="App">An authenticator app.</param>
/// <param name="Mobile">A confirmed number.</param>
public sealed record FactorSummary(bool App, bool Mobile, int Passkeys, int RecoveryCodes)
{
    /// <summary>Recovery codes alone are no factor to live with.</summary>
    public bool Any => App || Mobile || Passkeys > 0;

    public int Count => (App ? 1 : 0) + (Mobile ? 1 : 0) + Passkeys;
}

/// <summary>The second look at who signs in: a code of the app, of an sms, or from paper. Passkeys are judged by their own ceremony.</summary>
public sealed class SecondFactors(NotifyDbContext db, CodeApp app, SmsCodes sms, RecoveryCodes recovery, SignInTries tries, AuditLog audit)
{
    public async Task<FactorSummary> OfAsync(Guid userId, CancellationToken cancel)
    {
        var user = await db.Users.AsNoTracking().Where(u => u.Id == userId).Select(u => new { App = u.AuthenticatorKey != null, Mobile = u.MobileConfirmedAt != null }).SingleAsync(cancel);
        var passkeys = await db.Set<Microsoft.AspNetCore.Identity.IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == userId, cancel);
        return new FactorSummary(user.App, user.Mobile, passkeys, await recovery.LeftAsync(userId, cancel));
    }

    /// <summary>Judges whatever code was typed: an sms code and an app's code look alike, a recovery code is longer.</summary>
    public async Task<Problem?> UseAsync(Guid userId, string? typed, CancellationToken cancel)
    {
        var code = new string([.. (typed ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-')]);
        if (code.Length == 0)
            return new Problem("code-missing", "Code");
        if (!await tries.PayCodeAsync(userId, cancel))
            return new Problem("codes-locked", "Code");
        if (await JudgeAsync(userId, code, cancel) is { } problem)
            return problem;
        await tries.CodeWasRightAsync(userId, cancel);
        return null;
    }

    /// <summary>Never the last one: the account would be open to whoever has its password.</summary>
    /// <param name="remove">What takes it away, on the context of this scope.</param>
    /// <returns>Null, or <c>last-factor</c>.</returns>
    public async Task<Problem?> RemoveAsync(Guid userId, Factor factor, Func<Task> remove, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two that are removed at once wait here for each other, so that one stays.
        await db.Database.ExecuteSqlAsync($"select 1 from users where id = {userId} for update", cancel);
        if ((await OfAsync(userId, cancel)).Count <= 1)
            return new Problem("last-factor");
        await remove();
        audit.AddForPlatform(userId, factor switch { Factor.App => "app-removed", Factor.Mobile => "mobile-removed", _ => "passkey-removed" }, userId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    private async Task<Problem?> JudgeAsync(Guid userId, string code, CancellationToken cancel)
    {
        if (RecoveryCodes.LooksLikeOne(code))
            return await recovery.UseAsync(userId, code, cancel) ? null : new Problem("code-wrong", "Code");
        if (code.Length != Totp.Digits || !code.All(char.IsAsciiDigit))
            return new Problem("code-wrong", "Code");
        if (await sms.UseAsync(userId, code, cancel))
            return null;
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancel);
        return await app.UseAsync(user, code, cancel);
    }
}
