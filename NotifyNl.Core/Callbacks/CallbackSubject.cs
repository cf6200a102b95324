using System.Text.Json;

namespace NotifyNl.Callbacks;

/// <summary>What is told, with its personal data opened; it lives as long as the call.</summary>
public abstract record CallbackSubject(Guid Id)
{
    /// <summary>The type of its CloudEvent.</summary>
    public abstract string EventType { get; }

    public abstract void Write(Utf8JsonWriter json);
}

/// <summary>A message that became final.</summary>
/// <param name="Status">In the words of the wire.</param>
public sealed record MessageSubject(
    Guid Id, string? Reference, string To, string Status, DateTimeOffset CreatedAt, DateTimeOffset CompletedAt, DateTimeOffset? SentAt, Guid TemplateId, int TemplateVersion)
    : CallbackSubject(Id)
{
    public override string EventType => "nl.notifynl.bericht.status-gewijzigd";

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("reference", Reference);
        json.WriteString("to", To);
        json.WriteString("status", Status);
        json.WriteString("created_at", CallbackBody.Moment(CreatedAt));
        json.WriteString("completed_at", CallbackBody.Moment(CompletedAt));
        json.WriteString("sent_at", SentAt is { } sent ? CallbackBody.Moment(sent) : null);
        json.WriteString("notification_type", "sms");
        json.WriteString("template_id", TemplateId);
        json.WriteNumber("template_version", TemplateVersion);
        json.WriteEndObject();
    }
}

/// <summary>A text that a citizen sent. Numbers without their plus, as the model writes them.</summary>
public sealed record ReceivedSubject(Guid Id, string Source, string Destination, string Message, DateTimeOffset ReceivedAt) : CallbackSubject(Id)
{
    public override string EventType => "nl.notifynl.bericht.ontvangen";

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("source_number", Source.TrimStart('+'));
        json.WriteString("destination_number", Destination.TrimStart('+'));
        json.WriteString("message", Message);
        json.WriteString("date_received", CallbackBody.Moment(ReceivedAt));
        json.WriteEndObject();
    }
}
