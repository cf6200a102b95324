using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <summary>What a call gets back: always JSON.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body)
{
    // As people read it: no \u2019 for an apostrophe. The body is never part of a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Answer Of(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new Answer(status, buffer.WrittenMemory);
    }

    /// <summary>The envelope of every error under a v2 address.</summary>
    public static Answer Of(Refusal refusal) => Of(refusal.Status, json =>
    {
        json.WriteNumber("status_code", refusal.Status);
        json.WriteStartArray("errors");
        foreach (var message in refusal.Messages)
        {
            json.WriteStartObject();
            json.WriteString("error", refusal.Error);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }) with
    { RetryAfter = refusal.RetryAfter };

    /// <summary>The other envelope: of addresses and methods that do not exist.</summary>
    public static Answer Plain(int status, string message) => Of(status, json =>
    {
        json.WriteString("result", "error");
        json.WriteString("message", message);
    });

    public static Answer NoSuchAddress { get; } =
        Plain(404, "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.");

    public static Answer NoSuchMethod { get; } = Plain(405, "The method is not allowed for the requested URL.");

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>It was committed together with its message.</summary>
    public bool IsStored { get; init; }

    /// <summary>It was given before; nothing was sent now.</summary>
    public bool IsRepeated { get; init; }
}
