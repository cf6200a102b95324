using NotifyNl.ApiKeys;
using NotifyNl.Delivery;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>One message as it will be stored, sealed and measured.</summary>
public sealed record NewMessage
{
    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }
    public Guid? BatchId { get; init; }
    public required Guid PinnedTemplateId { get; init; }
    public required Lane Lane { get; init; }
    public required byte[] Recipient { get; init; }
    public required Guid RecipientKey { get; init; }

    /// <summary>Under which the opt-out list may still know the number; empty but for the time after a change of the hash key.</summary>
    public IReadOnlyList<Guid> EarlierRecipientKeys { get; init; } = [];

    public byte[]? RecipientAsTyped { get; init; }
    public required byte[] Personalisation { get; init; }
    public required short Parts { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required NotificationStatus Status { get; init; }

    /// <summary>When a waiting message goes to the queue, or a test message hears its outcome.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public string? Gateway { get; init; }
    public byte[]? Reference { get; init; }
    public Guid? ReferenceKey { get; init; }
    public required Guid ApiKeyId { get; init; }
    public required ApiKeyType KeyType { get; init; }
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>The call under an idempotency key that it answers; both are stored, or neither.</summary>
    public AnsweredCall? Answers { get; init; }
}
