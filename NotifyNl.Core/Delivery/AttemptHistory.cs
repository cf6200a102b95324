using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Receipts;

namespace NotifyNl.Delivery;

/// <summary>All attempts of a message and all receipts for it, in order of time.</summary>
public sealed record AttemptHistory(IReadOnlyList<AttemptHistory.Line> Attempts, IReadOnlyList<Receipt> Receipts)
{
    public static async Task<AttemptHistory> ReadAsync(NotifyDbContext db, Notification message, CancellationToken cancel)
    {
        var kept = await db.Attempts.AsNoTracking().Where(a => a.NotificationId == message.Id && a.ServiceId == message.ServiceId).OrderBy(a => a.BegunAt).ToListAsync(cancel);
        var lines = kept.Select(a => new Line(a.Gateway, a.BegunAt, a.EndedAt, OutcomeOf(a.Outcome), a.Reason)).ToList();
        if (message is { BegunAt: { } begun, Gateway: { } gateway } && kept.TrueForAll(a => a.BegunAt != begun))
        {
            var underway = message.Status == NotificationStatus.Submitting;
            lines.Add(new Line(gateway, begun, underway ? null : message.SentAt, underway ? null : OutcomeKind.Accepted, null));
        }

        var receipts = await db.Receipts.AsNoTracking().Where(r => r.NotificationId == message.Id).OrderBy(r => r.Id).ToListAsync(cancel);
        return new AttemptHistory(lines, receipts);
    }

    private static OutcomeKind OutcomeOf(NotificationStatus outcome) => outcome switch
    {
        NotificationStatus.Deferred => OutcomeKind.Deferred,
        NotificationStatus.Unknown => OutcomeKind.Unknown,
        NotificationStatus.TechnicalFailure => OutcomeKind.Failed,
        _ => OutcomeKind.Refused,
    };

    /// <param name="Outcome">Null while it is under way.</param>
    public sealed record Line(string Gateway, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, OutcomeKind? Outcome, string? Reason);
}
