using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>The way in: password, second factor, session.</summary>
public sealed class SignInFlow(
    NotifyDbContext db, UserManager<User> users, IPasswordHasher<User> hasher, SignInTries tries, SecondFactors factors, Sessions sessions, SessionCache cache, DeviceCookie devices, RecoveryDesk recovery, AccountMail mail, AuditLog audit, AuditOrigin origin, WaysIn ways)
{
    private static readonly User Nobody = new() { Name = "", CreatedAt = default };
    private static string? nobodysHash;

    /// <summary>The same answer, after the same work, whether the account is unknown, rests, or the password is wrong.</summary>
    public async Task<User?> CheckPasswordAsync(HttpContext http, string email, string password)
    {
        var user = await users.FindByEmailAsync(email.Trim());
        var paid = await PayAsync(http, user?.Id ?? Guid.Empty);
        var hash = user?.PasswordHash ?? (nobodysHash ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));
        var right = hasher.VerifyHashedPassword(user ?? Nobody, hash, password);
        if (user?.PasswordHash is null || !ways.LocalAccounts || !paid || right == PasswordVerificationResult.Failed)
            return null;

        await tries.PasswordWasRightAsync(user.Id, http.RequestAborted);
        if (right == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var stronger = hasher.HashPassword(user, password);
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, stronger), http.RequestAborted);
        }

        return user;
    }

    /// <summary>After the password: what is still asked.</summary>
    /// <returns>What the account can show; without any it must set something up first.</returns>
    public async Task<FactorSummary> BeginAsync(HttpContext http, User user, string? provider = null)
    {
        var summary = await factors.OfAsync(user.Id, http.RequestAborted);
        await Halfway.BeginAsync(http, user, enrol: !summary.Any, provider);
        return summary;
    }

    /// <summary>A passkey alone is enough for an account of our own. One that a provider gave signs in there: its door must not stay open here when that one shuts.</summary>
    public async Task<bool> MaySignInByPasskeyAsync(Guid userId, CancellationToken cancel) =>
        ways.LocalAccounts && await db.Users.AnyAsync(u => u.Id == userId && u.PasswordHash != null, cancel);

    /// <summary>All is shown: the session begins, under a new name.</summary>
    /// <param name="shownAt">When the second factor was shown, where that was at the provider.</param>
    public async Task CompleteAsync(HttpContext http, Guid userId, string? provider = null, DateTimeOffset? shownAt = null)
    {
        var cancel = http.RequestAborted;
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancel);
        await http.SignOutAsync(Halfway.Scheme);
        if (provider is not null)
        {
            origin.Address = http.Connection.RemoteIpAddress?.ToString();
            audit.AddForPlatform(userId, "sso-signed-in", userId, ways.Find(provider)?.Name);
        }

        var session = await sessions.BeginAsync(user, DeviceName.Of(http.Request), provider, cancel, shownAt);
        await SessionCookie.IssueAsync(http, user, session);
        await recovery.CancelAsync(userId, cancel);
        if (await devices.IsNewAsync(http, userId, cancel))
            mail.NewDevice(user, session);
    }

    /// <summary>Who is signed in has shown a second factor again.</summary>
    public async Task ConfirmAsync(HttpContext http, SessionState session)
    {
        var renewed = await sessions.RenewAsync(session.Id, http.RequestAborted);
        cache.Forget(session.Id);
        if (renewed is not null)
            await SessionCookie.IssueAsync(http, renewed.User, renewed);
    }

    private async Task<bool> PayAsync(HttpContext http, Guid userId)
    {
        if (await tries.PayPasswordAsync(userId, http.RequestAborted))
            return true;
        return devices.Hash(http) is { } device && await tries.PayPasswordAsync(userId, device, http.RequestAborted);
    }
}
