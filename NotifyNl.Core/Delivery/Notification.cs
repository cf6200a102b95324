using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.ApiKeys;
using NotifyNl.Sending;
using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>
/// One message to one number, and at once its place in the queue. Written by set-based statements only (<see cref="BatchCopy"/>, <see cref="DeliveryQueue"/>,
/// <see cref="Receipts.ReceiptLedger"/>); the portal reads it.
/// </summary>
public sealed class Notification
{
    /// <summary>uuid v7 of ours. Its 32 hexadecimal digits are the reference that the gateway returns in receipts.</summary>
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>Null for a single message.</summary>
    public Guid? BatchId { get; init; }

    public int? RowNumber { get; init; }
    public required Guid PinnedTemplateId { get; init; }
    public PinnedTemplate PinnedTemplate { get; init; } = null!;
    public required Lane Lane { get; init; }
    public required byte[] Recipient { get; init; }
    public required Guid RecipientKey { get; init; }

    /// <summary>Sealed: the values by order of the template's fields. Empty where they are gone (<see cref="HiddenTexts"/>).</summary>
    public required byte[] Personalisation { get; init; }


    /// <summary>Sms parts as measured at the check.</summary>
    public required short Parts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The hour of <see cref="CreatedAt"/>, in hours since 1970: a search by number names the hours that it looks back (<see cref="HoursBack"/>).</summary>
    public int CreatedHour { get; private set; }

    public required NotificationStatus Status { get; init; }

    /// <summary>True while it may be claimed: the only column that changes in the queue's index.</summary>
    public required bool Queued { get; init; }

    /// <summary>Names the last claim; every write of a worker bears it, so that a node that lost its lease writes nothing.</summary>
    public Guid? Attempt { get; init; }

    /// <summary>Attempts that may have left. While it is above zero, further ones go by the same <see cref="Gateway"/>.</summary>
    public short Attempts { get; init; }

    /// <summary>How often it was handed back: each time it waits longer.</summary>
    public short Deferrals { get; init; }

    /// <summary>Deferred: when to try again. Unknown: when the receipt window closes.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Of the last attempt; set before the call.</summary>
    public string? Gateway { get; init; }

    /// <summary>When the last attempt began. Earlier ones, and the last unless the gateway took it, stand in <see cref="Delivery.Attempt"/>.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>Why it failed or waits: a code whose sentence is in the resources.</summary>
    public string? Reason { get; init; }

    /// <summary>Sealed: the number as the API was given it; null where it says no more than <see cref="Recipient"/>.</summary>
    public byte[]? RecipientAsTyped { get; init; }

    /// <summary>Sealed: the source system's own name for the message.</summary>
    public byte[]? Reference { get; init; }

    /// <summary>Keyed hash of the reference, for search by the whole of it.</summary>
    public Guid? ReferenceKey { get; init; }

    /// <summary>The key that brought it; null for a message by a person.</summary>
    public Guid? ApiKeyId { get; init; }

    public ApiKeyType? KeyType { get; init; }

    /// <summary>A single message that waits for its moment as <see cref="NotificationStatus.Deferred"/>; null for at once.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>For a search by whole number: <c>hours.Contains(n.CreatedHour)</c> beside service and <see cref="RecipientKey"/> finds each hour by one step down the index.</summary>
    public static int[] HoursBack(DateTimeOffset now, TimeSpan back)
    {
        var last = Hour(now) + 1; // rounded, and made by another clock
        return [.. Enumerable.Range(Hour(now - back) - 1, last - Hour(now - back) + 2)];

        static int Hour(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / 3600);
    }
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> notification)
    {
        notification.Property(n => n.Gateway).HasMaxLength(20);
        notification.Property(n => n.Reason).HasMaxLength(60);
        notification.Property(n => n.Deferrals).HasDefaultValue((short)0);
        notification.HasIndex(n => new { n.BatchId, n.RowNumber }).IsUnique();

        // By the hour first: the keys are random, and without it each new message would touch its own page of an index that grows with history.
        notification.Property(n => n.CreatedHour).HasComputedColumnSql("(extract(epoch from created_at at time zone 'UTC') / 3600)::int", stored: true);
        notification.HasIndex(n => new { n.ServiceId, n.CreatedHour, n.RecipientKey });

        // status, attempt and the times stand in no index: their updates stay within the page (HOT).
        notification.HasIndex(n => new { n.Lane, n.ServiceId, n.Id }).HasFilter("queued").HasDatabaseName("ix_notifications_queue");
        notification.HasIndex(n => n.DueAt).HasFilter("due_at is not null").HasDatabaseName("ix_notifications_due");

        // What the API lists and looks up. Neither is of any message by a person: batches do not pay for them.
        notification.HasIndex(n => new { n.ServiceId, n.KeyType, n.Id }).HasFilter("key_type is not null").HasDatabaseName("ix_notifications_api");
        notification.HasIndex(n => new { n.ServiceId, n.ReferenceKey }).HasFilter("reference_key is not null").HasDatabaseName("ix_notifications_reference");

        notification.HasOne<Batch>().WithMany().HasForeignKey(n => n.BatchId);
    }
}
