using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;

namespace NotifyNl.Usage;

/// <summary>Reads how many messages stand where. A page asks a few dozen rows, however large the batch.</summary>
public sealed class MessageCounts(NotifyDbContext db)
{
    public Task<MessageTally> OfBatchAsync(Guid serviceId, Guid batchId, CancellationToken cancel) =>
        TallyAsync(db.MessageCounts.Where(c => c.ServiceId == serviceId && c.BatchId == batchId), cancel);

    /// <summary>Of several batches at once, for a list of them. A batch without messages is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, MessageTally>> OfBatchesAsync(Guid serviceId, IReadOnlyCollection<Guid> batchIds, CancellationToken cancel)
    {
        var counts = await db.MessageCounts.Where(c => c.ServiceId == serviceId && batchIds.Contains(c.BatchId)).AsNoTracking().ToListAsync(cancel);
        return counts.GroupBy(c => c.BatchId).ToDictionary(g => g.Key, Tally);
    }

    /// <param name="from">The first day, in Europe/Amsterdam.</param>
    /// <param name="until">The last day, included.</param>
    public Task<MessageTally> OfServiceAsync(Guid serviceId, DateOnly from, DateOnly until, CancellationToken cancel) =>
        TallyAsync(db.MessageCounts.Where(c => c.ServiceId == serviceId && c.Day >= from && c.Day <= until), cancel);

    private static async Task<MessageTally> TallyAsync(IQueryable<MessageCount> counts, CancellationToken cancel) =>
        Tally(await counts.AsNoTracking().ToListAsync(cancel));

    private static MessageTally Tally(IEnumerable<MessageCount> counts)
    {
        var slots = counts.ToList();
        return new MessageTally(
            slots.GroupBy(c => c.Status).ToDictionary(g => g.Key, g => g.Sum(c => c.Messages)),
            slots.Where(c => MessageTally.IsCharged(c.Status)).Sum(c => c.Parts));
    }
}
