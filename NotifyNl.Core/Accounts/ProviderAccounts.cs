using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Accounts;

/// <summary>Which account belongs to an identity of a provider: found, linked or made.</summary>
public sealed class ProviderAccounts(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    // The issuer and the subject are the key of a row; its display name holds the key of the provider in the configuration.
    private DbSet<IdentityUserLogin<Guid>> Logins => db.Set<IdentityUserLogin<Guid>>();

    public async Task<User?> FindAsync(ProviderIdentity identity, CancellationToken cancel)
    {
        var userId = await Logins.Where(l => l.LoginProvider == identity.Issuer && l.ProviderKey == identity.Subject).Select(l => (Guid?)l.UserId).SingleOrDefaultAsync(cancel);
        return userId is null ? null : await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancel);
    }

    /// <summary>For an identity that belongs to no account yet: links it to the account with its address where that is safe, or makes an account.</summary>
    /// <param name="invited">Came by an invitation to this very address, so reads its mailbox.</param>
    /// <param name="mayEnter">A rule gives something, or there is an invitation.</param>
    public async Task<(User? User, ProviderRefusal? Refusal)> JoinAsync(ProviderIdentity identity, bool invited, bool mayEnter, CancellationToken cancel)
    {
        if (identity.Email is null)
            return (null, mayEnter ? ProviderRefusal.NoEmail : ProviderRefusal.NoAccess);
        var normal = identity.Email.ToUpperInvariant();
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normal, cancel) is not { } known)
            return mayEnter ? await MakeAsync(identity, invited, cancel) : (null, ProviderRefusal.NoAccess);

        // An address passes to the next colleague of that name; an account that knows its owner at this provider is not theirs.
        var taken = await Logins.AnyAsync(l => l.UserId == known.Id && l.LoginProvider == identity.Issuer, cancel);
        return !taken && (identity.EmailIsTrusted || invited) ? await LinkAsync(known, identity, cancel) : (null, ProviderRefusal.AccountExists);
    }

    /// <summary>Links an identity to the account of who is signed in and asked for it, or was proven to be the same person.</summary>
    public async Task<(User? User, ProviderRefusal? Refusal)> LinkAsync(User user, ProviderIdentity identity, CancellationToken cancel)
    {
        if (await FindAsync(identity, cancel) is { } owner)
            return owner.Id == user.Id ? (user, null) : (null, ProviderRefusal.LinkedElsewhere);
        Logins.Add(Login(user, identity));
        audit.AddForPlatform(user.Id, "sso-linked", user.Id, identity.ProviderName);
        await db.SaveChangesAsync(cancel);
        return (user, null);
    }

    /// <summary>Only for who has a password to sign in with afterwards.</summary>
    public async Task UnlinkAsync(Guid userId, string provider, string providerName, CancellationToken cancel)
    {
        var logins = await Logins.Where(l => l.UserId == userId && l.ProviderDisplayName == provider && db.Users.Any(u => u.Id == userId && u.PasswordHash != null)).ToListAsync(cancel);
        if (logins.Count == 0)
            return;
        db.RemoveRange(logins);
        audit.AddForPlatform(userId, "sso-unlinked", userId, providerName);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Any place at all, from whomever it came.</summary>
    public async Task<bool> HasPlaceAsync(Guid userId, CancellationToken cancel) =>
        await db.Members.AnyAsync(m => m.UserId == userId, cancel)
        || await db.OrganisationAdmins.AnyAsync(a => a.UserId == userId, cancel)
        || await db.Users.AnyAsync(u => u.Id == userId && u.IsPlatformAdmin, cancel);

    public async Task RefusedAsync(Guid? userId, string providerName, ProviderRefusal refusal, CancellationToken cancel)
    {
        audit.AddForPlatform(userId, "sso-refused", userId, providerName, [new FieldChange(refusal.ToString())]);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<(User? User, ProviderRefusal? Refusal)> MakeAsync(ProviderIdentity identity, bool invited, CancellationToken cancel)
    {
        var (now, email) = (clock.GetUtcNow(), identity.Email!);
        // Whatever the provider has for a name: what may not stand in our mails is replaced by the address.
        var name = PersonName.Check(identity.Name) is null ? identity.Name!.Trim() : email[..email.IndexOf('@', StringComparison.Ordinal)];
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Name = name.Length > User.MaxNameLength ? name[..User.MaxNameLength] : name,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = identity.EmailIsTrusted || invited,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = now,
        };
        db.Add(user);
        Logins.Add(Login(user, identity));
        audit.AddForPlatform(user.Id, "sso-account-made", user.Id, identity.ProviderName);
        await db.SaveChangesAsync(cancel);
        return (user, null);
    }

    private static IdentityUserLogin<Guid> Login(User user, ProviderIdentity identity) =>
        new() { LoginProvider = identity.Issuer, ProviderKey = identity.Subject, ProviderDisplayName = identity.Provider, UserId = user.Id };
}
