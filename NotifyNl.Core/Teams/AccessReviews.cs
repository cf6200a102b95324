using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Data;
using NotifyNl.Services;

namespace NotifyNl.Teams;

/// <summary>A service whose rights nobody looked over for a year, and who can.</summary>
public sealed record ReviewDue(Service Service, IReadOnlyList<User> Admins);

/// <summary>Finds the services whose yearly look at the rights is due (<see cref="TeamEditor.ReviewAsync"/> says that it was done).</summary>
public sealed class AccessReviews(NotifyDbContext db, TimeProvider clock)
{
    /// <summary>So long after a reminder that nobody obeyed comes the next.</summary>
    public static readonly TimeSpan RemindAgainAfter = TimeSpan.FromDays(30);

    /// <summary>Takes what is due and marks it as reminded, so that two nodes or a restart mail nobody twice.</summary>
    public async Task<IReadOnlyList<ReviewDue>> TakeDueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (reviewed, reminded) = (now - TeamEditor.ReviewAfter, now - RemindAgainAfter);
        var ids = await db.Database.SqlQuery<Guid>(
            $"""
            update services set review_reminded_at = {now}
            where archived_at is null and id <> {PlatformDienst.Id} and coalesce(access_reviewed_at, created_at) < {reviewed} and (review_reminded_at is null or review_reminded_at <= {reminded})
            returning id as "Value"
            """).ToListAsync(cancel);
        var services = await db.Services.AsNoTracking().Where(s => ids.Contains(s.Id)).OrderBy(s => s.Id).ToListAsync(cancel);
        var admins = (await db.Members.AsNoTracking().Include(m => m.User)
            .Where(m => ids.Contains(m.ServiceId) && (m.Permissions & Permissions.ManageService) != 0).ToListAsync(cancel)).ToLookup(m => m.ServiceId, m => m.User);
        return [.. services.Select(s => new ReviewDue(s, [.. admins[s.Id]]))];
    }
}
