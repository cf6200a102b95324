using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>The way in: password, second factor, session.</summary>
public sealed class SignInFlow(
    NotifyDbContext db, UserManager<User> users, IPasswordHasher<User> hasher, SignInTries tries, SecondFactors factors, Sessions sessions, DeviceCookie devices, AccountMail mail)
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
        if (user?.PasswordHash is null || !paid || right == PasswordVerificationResult.Failed)
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

    /// <summary>All is shown: the session begins, under a new name.</summary>
    public async Task CompleteAsync(HttpContext http, Guid userId, string? provider = null)
    {
        var cancel = http.RequestAborted;
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancel);
        await http.SignOutAsync(Halfway.Scheme);
        var session = await sessions.BeginAsync(user, DeviceName.Of(http.Request), provider, cancel);
        await SessionCookie.IssueAsync(http, user, session);
        if (await devices.IsNewAsync(http, userId, cancel))
            mail.NewDevice(user, session);
    }

    private async Task<bool> PayAsync(HttpContext http, Guid userId)
    {
        if (await tries.PayPasswordAsync(userId, http.RequestAborted))
            return true;
        return devices.Hash(http) is { } device && await tries.PayPasswordAsync(userId, device, http.RequestAborted);
    }
}
