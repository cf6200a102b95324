using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace NotifyNl.Callbacks;

/// <summary>What goes to a receiver: the model's JSON, or that as the data of a CloudEvent.</summary>
public sealed record CallbackBody(byte[] Json, string ContentType)
{
    // A letter outside ASCII stays itself: the body is no part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="source">Of a CloudEvent: the address of this installation.</param>
    public static CallbackBody Of(CallbackSubject subject, Guid eventId, DateTimeOffset at, string? source)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            if (source is null)
                subject.Write(json);
            else
                WriteEvent(json, subject, eventId, at, source);
        }

        return new CallbackBody(buffer.WrittenSpan.ToArray(), source is null ? "application/json" : "application/cloudevents+json");
    }

    /// <summary>As the wire writes moments: six digits of a second, always Z.</summary>
    internal static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <remarks>Source: NL GOV profile for CloudEvents (Logius), structured mode in JSON. RFC 3339 moments, a reverse domain name as type.</remarks>
    private static void WriteEvent(Utf8JsonWriter json, CallbackSubject subject, Guid eventId, DateTimeOffset at, string source)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", eventId.ToString());
        json.WriteString("source", source);
        json.WriteString("type", subject.EventType);
        json.WriteString("subject", subject.Id.ToString());
        json.WriteString("time", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("datacontenttype", "application/json");
        json.WritePropertyName("data");
        subject.Write(json);
        json.WriteEndObject();
    }
}
