using Microsoft.AspNetCore.Identity;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>What follows when an account gets or loses a second factor.</summary>
public sealed class FactorChange(
    NotifyDbContext db, SecondFactors factors, SmsCodes sms, CodeApp app, SignInTries tries, SignInFlow flow, UserManager<User> users, AuditLog audit, AccountMail mail)
{
    /// <summary>The first factor completes the sign-in; every one is told to the owner.</summary>
    /// <returns>Where to go.</returns>
    public async Task<string> AddedAsync(HttpContext http, string kind)
    {
        var userId = http.User.UserId();
        var user = (await users.FindByIdAsync(userId.ToString()))!;
        if (http.Session() is null)
            await flow.CompleteAsync(http, userId, (await Halfway.FindAsync(http))?.Provider);
        else
            mail.FactorAdded(user);
        audit.AddForPlatform(userId, "factor-added", userId);
        await db.SaveChangesAsync(http.RequestAborted);
        var summary = await factors.OfAsync(userId, http.RequestAborted);
        return summary.RecoveryCodes > 0 ? $"account?gelukt={kind}" : "account/recovery-codes?nieuw=1";
    }

    public async Task<Problem?> ConfirmNumberAsync(HttpContext http, string? typed)
    {
        var userId = http.User.UserId();
        var code = new string([.. (typed ?? "").Where(char.IsAsciiDigit)]);
        if (code.Length == 0)
            return new Problem("code-missing", "Code");
        if (!await tries.PayCodeAsync(userId, http.RequestAborted))
            return new Problem("codes-locked", "Code");
        if (await sms.ConfirmNewNumberAsync(userId, code, http.RequestAborted) is { } problem)
            return problem;
        await tries.CodeWasRightAsync(userId, http.RequestAborted);
        return null;
    }

    public Task<Problem?> RemoveAppAsync(HttpContext http, User user) => RemoveAsync(http, user, Factor.App, () => app.UnlinkAsync(user.Id, http.RequestAborted));

    public Task<Problem?> RemoveMobileAsync(HttpContext http, User user) => RemoveAsync(http, user, Factor.Mobile, () => sms.RemoveNumberAsync(user.Id, http.RequestAborted));

    public Task<Problem?> RemovePasskeyAsync(HttpContext http, User user, byte[] id) => RemoveAsync(http, user, Factor.Passkey, () => users.RemovePasskeyAsync(user, id));

    private async Task<Problem?> RemoveAsync(HttpContext http, User user, Factor factor, Func<Task> remove)
    {
        if (await factors.RemoveAsync(user.Id, factor, remove, http.RequestAborted) is { } problem)
            return problem;
        mail.FactorRemoved(user);
        return null;
    }
}
