using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;

namespace NotifyNl.Usage;

/// <summary>How many messages stand where, read from the counters.</summary>
public sealed record BatchFigures(IReadOnlyDictionary<StatusTile, int> Tiles)
{
    public static readonly BatchFigures None = new(new Dictionary<StatusTile, int>());

    public int Total => Tiles.Values.Sum();

    public int this[StatusTile tile] => Tiles.GetValueOrDefault(tile);

    /// <summary>Messages of which nothing more is expected.</summary>
    public int Done => Tiles.Where(pair => pair.Key.IsFinal()).Sum(pair => pair.Value);

    public static Task<BatchFigures> OfBatchAsync(NotifyDbContext db, Guid serviceId, Guid batchId, CancellationToken cancel) =>
        ReadAsync(db.MessageCounts.Where(c => c.ServiceId == serviceId && c.BatchId == batchId), cancel);

    public static Task<BatchFigures> OfServiceAsync(NotifyDbContext db, Guid serviceId, DateOnly since, CancellationToken cancel) =>
        ReadAsync(db.MessageCounts.Where(c => c.ServiceId == serviceId && c.Day >= since && c.BatchId != Batch.OfTestKeys), cancel);

    private static async Task<BatchFigures> ReadAsync(IQueryable<MessageCount> counts, CancellationToken cancel)
    {
        var byStatus = await counts.GroupBy(c => c.Status).Select(g => new { Status = g.Key, Messages = g.Sum(c => c.Messages) }).ToListAsync(cancel);
        return new BatchFigures(byStatus.GroupBy(c => c.Status.Tile()).ToDictionary(g => g.Key, g => g.Sum(c => c.Messages)));
    }
}
