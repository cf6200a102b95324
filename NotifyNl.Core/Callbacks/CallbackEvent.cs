using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Delivery;

namespace NotifyNl.Callbacks;

/// <summary>
/// Something that a receiver is still to be told. Committed together with what it tells of, gone once the receiver took it: at least once, never nought times.
/// </summary>
public sealed class CallbackEvent
{
    /// <summary>Goes along as <c>webhook-id</c>, the same at every attempt: by it a receiver knows what it had already.</summary>
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }
    public required CallbackKind Kind { get; init; }

    /// <summary>The message, or the received text. Only its id: the body is made at the call, so that no personal data is kept twice.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>What the message became; of a received text null.</summary>
    public NotificationStatus? Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to call (again), or while a node has it: when its lease ends. Null when we gave up.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Names the last claim; the record of a node that lost its lease finds nothing.</summary>
    public Guid? Attempt { get; init; }

    public short Attempts { get; init; }

    /// <summary>What came of the last call: a code whose sentence is in the resources.</summary>
    public string? Result { get; init; }

    /// <summary>When we gave up.</summary>
    public DateTimeOffset? FailedAt { get; init; }
}

internal sealed class CallbackEventConfiguration : IEntityTypeConfiguration<CallbackEvent>
{
    public void Configure(EntityTypeBuilder<CallbackEvent> callbackEvent)
    {
        callbackEvent.ToTable("callback_events");
        callbackEvent.Property(e => e.Id).ValueGeneratedNever();
        callbackEvent.Property(e => e.Result).HasMaxLength(CallbackAnswer.MaxResultLength);
        callbackEvent.HasIndex(e => new { e.ServiceId, e.Kind, e.DueAt }).HasFilter("due_at is not null").HasDatabaseName("ix_callback_events_due");
        callbackEvent.HasIndex(e => new { e.ServiceId, e.Kind, e.FailedAt }).HasFilter("failed_at is not null").HasDatabaseName("ix_callback_events_failed");
    }
}
