using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Teams;

namespace NotifyNl.Accounts;

/// <summary>Help for who lost every second factor: asked for from the mailbox, given by two admins who each spoke this person.</summary>
public sealed class RecoveryDesk(NotifyDbContext db, AccountLinks links, AuditLog audit, TimeProvider clock)
{
    private const int WordLength = 8;
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>
    /// Who may judge which open request. A platform admin is helped by platform admins only, an admin of an organisation not by admins of a dienst:
    /// nobody lets another into more than they govern. And nobody judges their own.
    /// </summary>
    private IQueryable<Judgement> Judgements
    {
        get
        {
            var oldest = clock.GetUtcNow() - Recovery.Valid;
            return from request in db.Recoveries
                   from judge in db.Users
                   where request.DoneAt == null && request.RefusedAt == null && request.CreatedAt > oldest && judge.Id != request.UserId
                   where judge.IsPlatformAdmin
                       || (!request.User.IsPlatformAdmin
                           && (db.OrganisationAdmins.Any(o => o.UserId == judge.Id
                                   && (db.OrganisationAdmins.Any(own => own.UserId == request.UserId && own.OrganisationId == o.OrganisationId)
                                       || db.Members.Any(m => m.UserId == request.UserId && m.Service.OrganisationId == o.OrganisationId)))
                               || (!db.OrganisationAdmins.Any(own => own.UserId == request.UserId)
                                   && db.Members.Any(m => m.UserId == request.UserId
                                       && db.Members.Any(j => j.ServiceId == m.ServiceId && j.UserId == judge.Id && (j.Permissions & Permissions.ManageService) != 0)))))
                   select new Judgement { Request = request, Judge = judge };
        }
    }

    /// <summary>Uses the link up and makes the request; an older one of the same person ends.</summary>
    /// <returns>The request and who may help, or <c>link-used</c>, or <c>recovery-nobody</c> where there are no two admins.</returns>
    public async Task<Result<(Recovery Request, List<User> Judges)>> AskAsync(AccountLink link, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await links.UseAsync(link.Id, cancel))
            return new Problem("link-used");
        await EndOpenAsync(link.UserId, now, cancel);
        var word = RandomNumberGenerator.GetString(Alphabet, WordLength);
        var request = new Recovery { Id = Guid.CreateVersion7(now), UserId = link.UserId, Word = $"{word[..4]}-{word[4..]}", CreatedAt = now };
        db.Add(request);
        audit.AddForPlatform(link.UserId, "recovery-asked", link.UserId);
        await db.SaveChangesAsync(cancel);
        var judges = await Judgements.Where(j => j.Request.Id == request.Id).Select(j => j.Judge).AsNoTracking().ToListAsync(cancel);
        if (judges.Count < 2)
            return new Problem("recovery-nobody");
        await transaction.CommitAsync(cancel);
        return (request, judges);
    }

    /// <summary>The open requests that this admin may judge.</summary>
    public Task<List<Recovery>> OpenAsync(Guid judgeId, CancellationToken cancel) =>
        Judgements.Where(j => j.Judge.Id == judgeId).Select(j => j.Request).Include(r => r.User).Include(r => r.FirstApprover).OrderBy(r => r.CreatedAt).AsNoTracking().ToListAsync(cancel);

    /// <summary>One of the two. The second makes the link with which the account begins anew.</summary>
    /// <param name="word">As the person told it: so this admin spoke them.</param>
    /// <returns>The token of that link, or null after the first; or <c>recovery-word</c>, <c>recovery-twice</c>, or <c>recovery-gone</c>.</returns>
    public async Task<Result<(User Of, string? Token)>> ApproveAsync(Guid id, Guid judgeId, string? word, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two admins at once wait here for each other: one is the first, the other the second.
        await db.Database.ExecuteSqlAsync($"select 1 from recoveries where id = {id} for update", cancel);
        var request = await Judgements.Where(j => j.Request.Id == id && j.Judge.Id == judgeId).Select(j => j.Request).Include(r => r.User).SingleOrDefaultAsync(cancel);
        if (request is null)
            return new Problem("recovery-gone");
        if (Plain(word) != Plain(request.Word))
            return new Problem("recovery-word", "Word");
        if (request.FirstApproverId == judgeId)
            return new Problem("recovery-twice");

        audit.AddForPlatform(judgeId, "recovery-approved", request.UserId);
        string? token = null;
        if (request.FirstApproverId is null)
        {
            request.FirstApproverId = judgeId;
        }
        else
        {
            (request.SecondApproverId, request.DoneAt) = (judgeId, clock.GetUtcNow());
            token = await links.MakeAsync(request.UserId, AccountLinkPurpose.Restore, cancel);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (request.User, token);
    }

    /// <summary>One admin is enough to say no.</summary>
    /// <returns>Null, or <c>recovery-gone</c>.</returns>
    public async Task<Problem?> RefuseAsync(Guid id, Guid judgeId, CancellationToken cancel)
    {
        if (await Judgements.Where(j => j.Request.Id == id && j.Judge.Id == judgeId).Select(j => j.Request).SingleOrDefaultAsync(cancel) is not { } request)
            return new Problem("recovery-gone");
        request.RefusedAt = clock.GetUtcNow();
        audit.AddForPlatform(judgeId, "recovery-refused", request.UserId);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>Whoever signs in needs no help, and whoever asked for it in their name gets none.</summary>
    public async Task CancelAsync(Guid userId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (await EndOpenAsync(userId, now, cancel) == 0)
            return;
        audit.AddForPlatform(userId, "recovery-ended", userId);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Takes every second factor away; the page gives a new password and a first new factor.</summary>
    /// <returns>Null, or <c>link-used</c>.</returns>
    public async Task<Problem?> RestoreAsync(AccountLink link, CancellationToken cancel)
    {
        var userId = link.UserId;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await links.UseAsync(link.Id, cancel))
            return new Problem("link-used");
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.AuthenticatorKey, (byte[]?)null).SetProperty(u => u.AuthenticatorStep, (long?)null)
                .SetProperty(u => u.MobileNumber, (byte[]?)null).SetProperty(u => u.MobileConfirmedAt, (DateTimeOffset?)null)
                .SetProperty(u => u.CodeFailures, 0).SetProperty(u => u.CodesLockedUntil, (DateTimeOffset?)null),
            cancel);
        await db.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == userId).ExecuteDeleteAsync(cancel);
        await db.Set<RecoveryCode>().Where(c => c.UserId == userId).ExecuteDeleteAsync(cancel);
        await db.Set<SmsCode>().Where(c => c.UserId == userId).ExecuteDeleteAsync(cancel);
        // Whatever was lost is no known device any more.
        await db.Set<KnownDevice>().Where(d => d.UserId == userId).ExecuteDeleteAsync(cancel);
        audit.AddForPlatform(userId, "account-restored", userId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    private Task<int> EndOpenAsync(Guid userId, DateTimeOffset now, CancellationToken cancel) => db.Recoveries
        .Where(r => r.UserId == userId && r.DoneAt == null && r.RefusedAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.RefusedAt, now), cancel);

    private static string Plain(string? word) => new([.. (word ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    private sealed class Judgement
    {
        public required Recovery Request { get; init; }
        public required User Judge { get; init; }
    }
}
