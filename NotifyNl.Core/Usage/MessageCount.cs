using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Delivery;

namespace NotifyNl.Usage;

/// <summary>
/// How many messages of a batch (or of a service's single messages) stand at a status, by day. Kept by the same statements that move the messages;
/// pages and limits read these and never count messages.
/// </summary>
public sealed class MessageCount
{
    public required Guid ServiceId { get; init; }

    /// <summary><see cref="Guid.Empty"/> for single messages; <see cref="Sending.Batch.OfTestKeys"/> for simulated ones, which no total includes.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The day the messages were made, in Europe/Amsterdam.</summary>
    public required DateOnly Day { get; init; }

    public required NotificationStatus Status { get; init; }

    /// <summary>Writers spread over slots so that they do not wait for one another's row; readers add the slots up.</summary>
    public required short Slot { get; init; }

    public required int Messages { get; init; }
    public required int Parts { get; init; }
}

internal sealed class MessageCountConfiguration : IEntityTypeConfiguration<MessageCount>
{
    public void Configure(EntityTypeBuilder<MessageCount> count) =>
        count.HasKey(c => new { c.ServiceId, c.BatchId, c.Day, c.Status, c.Slot });
}
