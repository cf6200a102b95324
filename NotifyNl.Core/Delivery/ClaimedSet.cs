using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>What a slot took from the queue.</summary>
public sealed record ClaimedSet(Guid Attempt, Lane Lane, IReadOnlyList<ClaimedMessage> Messages);

/// <summary>One message as stored: number and values are still sealed.</summary>
/// <param name="Parts">Sms parts as measured at the check.</param>
public sealed record ClaimedMessage(Guid Id, Guid ServiceId, Guid PinnedTemplateId, byte[] Recipient, byte[] Personalisation, short Parts)
{
    /// <summary>The gateway that may have it already: it goes there and nowhere else.</summary>
    public string? BoundTo { get; init; }
}
