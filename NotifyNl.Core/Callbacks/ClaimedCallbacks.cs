using NotifyNl.Delivery;

namespace NotifyNl.Callbacks;

/// <summary>Events of one receiver in the hands of a slot, for the length of a lease.</summary>
public sealed record ClaimedCallbacks(Guid Attempt, CallbackReceiver Receiver, IReadOnlyList<ClaimedEvent> Events);

public sealed record ClaimedEvent(Guid Id, Guid SubjectId, NotificationStatus? Status, DateTimeOffset CreatedAt);
