using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>A new password, whichever way it comes: it ends every session and lifts the rest that a stranger's tries brought.</summary>
public sealed class PasswordChange(NotifyDbContext db, PasswordRules rules, IPasswordHasher<User> hasher, SignInTries tries, Sessions sessions, AuditLog audit, AccountMail mail)
{
    public Problem? Check(User user, string? password) => rules.Check(password, user.Name, user.Email);

    public async Task SetAsync(HttpContext http, User user, string password)
    {
        var hash = hasher.HashPassword(user, password);
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), http.RequestAborted);
        await tries.PasswordWasRightAsync(user.Id, http.RequestAborted);
        await sessions.EndAllAsync(user.Id, http.RequestAborted);
        audit.AddForPlatform(user.Id, "password-changed", user.Id);
        await db.SaveChangesAsync(http.RequestAborted);
        mail.PasswordChanged(user);
    }
}
