using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>What a slot took from the queue.</summary>
public sealed record ClaimedSet(Guid Attempt, Lane Lane, IReadOnlyList<ClaimedMessage> Messages);

/// <summary>One message as stored: number and values are still sealed.</summary>
public sealed record ClaimedMessage(Guid Id, Guid ServiceId, Guid PinnedTemplateId, byte[] Recipient, byte[] Personalisation);
