using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;

namespace NotifyNl.Inbound;

/// <summary>What citizens sent to one service, and what it sent them.</summary>
public sealed class Inbox(NotifyDbContext db, PersonalDataSeal seal, MessageText texts, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <summary>What a page of one conversation shows at most, of either side.</summary>
    private const int MostLines = 200;

    /// <returns>One line for each citizen, the last to write first; and how many citizens there are.</returns>
    public async Task<(IReadOnlyList<InboxLine> Lines, int Count)> ReadAsync(Guid serviceId, int page, CancellationToken cancel)
    {
        var citizens = db.InboundTexts.Where(t => t.ServiceId == serviceId).GroupBy(t => t.SenderKey);
        var count = await citizens.CountAsync(cancel);
        var groups = await citizens
            .Select(g => new { Key = g.Key, Last = g.Max(t => t.ReceivedAt), Texts = g.Count(), Unread = g.Count(t => t.ReadAt == null) })
            .OrderByDescending(g => g.Last).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var (keys, lasts) = (groups.Select(g => g.Key).ToArray(), groups.Select(g => g.Last).ToArray());
        var newest = (await db.InboundTexts.AsNoTracking().Where(t => t.ServiceId == serviceId && keys.Contains(t.SenderKey) && lasts.Contains(t.ReceivedAt)).ToListAsync(cancel))
            .GroupBy(t => t.SenderKey).ToDictionary(g => g.Key, g => g.MaxBy(t => t.ReceivedAt)!);
        return ([.. groups.Where(g => newest.ContainsKey(g.Key)).Select(g => new InboxLine(
            g.Key, seal.Open(serviceId, newest[g.Key].Sender), seal.Open(serviceId, newest[g.Key].Text), g.Last, g.Texts, g.Unread))], count);
    }

    public Task<int> CountUnreadAsync(Guid serviceId, CancellationToken cancel) => db.InboundTexts.CountAsync(t => t.ServiceId == serviceId && t.ReadAt == null, cancel);

    /// <summary>Both sides in order of time. Whoever opens it has read it.</summary>
    /// <returns>Null where this citizen never wrote to the service.</returns>
    public async Task<Conversation?> OpenAsync(Guid serviceId, Guid citizen, CancellationToken cancel)
    {
        var theirs = await db.InboundTexts.AsNoTracking().Where(t => t.ServiceId == serviceId && t.SenderKey == citizen).OrderByDescending(t => t.ReceivedAt).Take(MostLines).ToListAsync(cancel);
        if (theirs.Count == 0)
            return null;
        if (theirs.Exists(t => t.ReadAt is null))
        {
            var now = clock.GetUtcNow();
            await db.InboundTexts.Where(t => t.ServiceId == serviceId && t.SenderKey == citizen && t.ReadAt == null).ExecuteUpdateAsync(t => t.SetProperty(x => x.ReadAt, now), cancel);
        }

        var kept = await db.Services.Where(s => s.Id == serviceId).Select(s => s.RetentionDays).SingleAsync(cancel) + 7; // what is not final yet stays that much longer
        var hours = Notification.HoursBack(clock.GetUtcNow(), TimeSpan.FromDays(kept));
        var ours = await db.Notifications.AsNoTracking().Include(n => n.PinnedTemplate).ThenInclude(p => p.Template)
            .Where(n => n.ServiceId == serviceId && hours.Contains(n.CreatedHour) && n.RecipientKey == citizen).OrderByDescending(n => n.CreatedAt).Take(MostLines).ToListAsync(cancel);
        var pins = ours.Select(n => n.PinnedTemplate.TemplateId).Distinct().ToArray();
        var hiding = await db.Templates.Where(t => t.ServiceId == serviceId && pins.Contains(t.Id) && t.HidesAfterSending).Select(t => t.Id).ToListAsync(cancel);
        var lines = theirs.Select(t => new ConversationLine(t.ReceivedAt, seal.Open(serviceId, t.Text), null))
            .Concat(ours.Select(n => new ConversationLine(n.CreatedAt, Text(n), n.Status)));
        var optedOut = await db.OptOuts.AnyAsync(o => o.ServiceId == serviceId && o.RecipientKey == citizen, cancel);
        return new Conversation(seal.Open(serviceId, theirs[0].Sender), theirs[0].SentTo, optedOut, [.. lines.OrderBy(l => l.At)]);

        string Text(Notification ours)
        {
            var (pinned, content) = (ours.PinnedTemplate, ours.PinnedTemplate.Template.Content);
            var hidden = hiding.Contains(pinned.TemplateId) && HiddenTexts.HasLeft(ours.Status, ours.SentAt);
            return (hidden ? MessageText.Redacted(pinned, content) : texts.Compose(pinned, content, ours.Personalisation)).Text;
        }
    }
}

/// <param name="Citizen">The keyed hash of the number: an address without a number in it.</param>
public sealed record InboxLine(Guid Citizen, string Number, string Text, DateTimeOffset At, int Texts, int Unread);

/// <param name="OptedOut">The number is on the opt-out list now.</param>
public sealed record Conversation(string Number, string SentTo, bool OptedOut, IReadOnlyList<ConversationLine> Lines);

/// <param name="Status">Of what we sent; null for what the citizen wrote.</param>
public sealed record ConversationLine(DateTimeOffset At, string Text, NotificationStatus? Status);
