using Microsoft.EntityFrameworkCore;
using NotifyNl.Sending;

namespace NotifyNl.Audit;

/// <summary>Which lines of a logboek a person wants to see.</summary>
/// <param name="UserId">Of one person, or null.</param>
/// <param name="Action">One kind of act, or null.</param>
/// <param name="From">From this day on, in the Netherlands.</param>
/// <param name="Until">Up to and including this day.</param>
public sealed record AuditSearch(Guid? UserId = null, string? Action = null, DateOnly? From = null, DateOnly? Until = null)
{
    public const int MaxExported = 100_000;

    public IQueryable<AuditEntry> In(IQueryable<AuditEntry> entries)
    {
        if (UserId is { } user)
            entries = entries.Where(e => e.UserId == user);
        if (!string.IsNullOrEmpty(Action))
            entries = entries.Where(e => e.Action == Action);
        if (From is { } from)
        {
            var start = DutchTime.Moment(from, TimeOnly.MinValue)!.Value;
            entries = entries.Where(e => e.At >= start);
        }

        if (Until is { } until)
        {
            var end = DutchTime.Moment(until.AddDays(1), TimeOnly.MinValue)!.Value;
            entries = entries.Where(e => e.At < end);
        }

        return entries.AsNoTracking().Include(e => e.User).OrderByDescending(e => e.At).ThenByDescending(e => e.Id);
    }
}
