using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Accounts;

/// <summary>Another e-mail address for an account: it counts once its mailbox was read.</summary>
public sealed class EmailChange(NotifyDbContext db, AccountLinks links, AuditLog audit, TimeProvider clock)
{
    /// <returns>
    /// The address and the token of its link; no token where somebody has the address already, which only a mail to it may say.
    /// Or <c>email-missing</c>, <c>email-unreadable</c> or <c>email-same</c>.
    /// </returns>
    public async Task<Result<(string Email, string? Token)>> AskAsync(User user, string? typed, CancellationToken cancel)
    {
        if (Invitations.Address(typed) is not { } email)
            return new Problem(string.IsNullOrWhiteSpace(typed) ? "email-missing" : "email-unreadable", "Email");
        var normalized = Normalized(email);
        if (normalized == user.NormalizedEmail)
            return new Problem("email-same", "Email");
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normalized, cancel))
            return (email, null);
        audit.AddForPlatform(user.Id, "email-change-asked", user.Id);
        return (email, await links.MakeAsync(user.Id, AccountLinkPurpose.NewEmail, cancel, email));
    }

    /// <summary>The mailbox was read. Links that went to the old one end.</summary>
    /// <returns>Null, or <c>link-used</c> for the second of two, or <c>email-taken</c> when somebody else got the address meanwhile.</returns>
    public async Task<Problem?> ConfirmAsync(AccountLink link, CancellationToken cancel)
    {
        var (now, email, userId) = (clock.GetUtcNow(), link.Email!, link.UserId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await links.UseAsync(link.Id, cancel))
            return new Problem("link-used");
        try
        {
            var normalized = Normalized(email);
            await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(
                set => set.SetProperty(u => u.Email, email).SetProperty(u => u.UserName, email).SetProperty(u => u.NormalizedEmail, normalized).SetProperty(u => u.NormalizedUserName, normalized)
                    .SetProperty(u => u.EmailConfirmed, true), cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new Problem("email-taken");
        }

        await db.AccountLinks.Where(l => l.UserId == userId && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancel);
        audit.AddForPlatform(userId, "email-changed", userId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    // As Identity does it.
    private static string Normalized(string email) => email.Normalize().ToUpperInvariant();
}
