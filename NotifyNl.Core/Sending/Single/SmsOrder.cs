using NotifyNl.ApiKeys;

namespace NotifyNl.Sending;

/// <summary>What a source system asks for: one text message. Its form is checked; what it names may not exist.</summary>
/// <param name="Number">As it was typed.</param>
/// <param name="Values">By name in any spelling: text, or a list of texts; null where a name stands without a value.</param>
/// <param name="HasFile">A value is a file, which no text message carries.</param>
public sealed record SmsOrder(
    string Number, Guid TemplateId, IReadOnlyDictionary<string, object?> Values, bool HasFile, string? Reference, Guid? SenderId, DateTimeOffset? ScheduledFor);

/// <param name="Id">Of the message; of one to a simulated number no message bears it.</param>
/// <param name="Message">What is to be stored; null for a simulated number.</param>
/// <param name="Body">The text without the name of the service before it.</param>
public sealed record AcceptedSms(Guid Id, NewMessage? Message, ApiTemplate Template, string Body, string Sender, DateTimeOffset? ScheduledFor, bool Abroad);

/// <summary>Either of the two.</summary>
public readonly record struct OrderOutcome(AcceptedSms? Accepted, Refusal? Refusal)
{
    public static implicit operator OrderOutcome(Refusal refusal) => new(null, refusal);
}
