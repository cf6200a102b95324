using System.Text.Json;

namespace NotifyNl.Delivery.Gateways;

/// <summary>The request body of CM.com's Business Messaging API v1.0.</summary>
internal static class CmComMessages
{
    // 918 characters are at most 14 parts in UCS-2; the network cuts no further, so the ceiling only has to be out of the way.
    private const int LeastCeiling = 8;

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<OutgoingSms> messages, TimeSpan validity)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(messages.Count * 400);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("messages");
        json.WriteStartArray("msg");
        foreach (var message in messages)
            Write(json, message, validity);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, OutgoingSms message, TimeSpan validity)
    {
        json.WriteStartObject();
        json.WriteStartArray("allowedChannels"); // never falls back to a chat app
        json.WriteStringValue("SMS");
        json.WriteEndArray();
        json.WriteString("from", message.Sender);
        json.WriteStartArray("to");
        json.WriteStartObject();
        json.WriteString("number", Number(message.Number));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("body");
        json.WriteString("type", "auto");
        json.WriteString("content", message.Text);
        json.WriteEndObject();
        json.WriteString("reference", message.Reference);
        json.WriteNumber("minimumNumberOfMessageParts", 1);
        json.WriteNumber("maximumNumberOfMessageParts", Math.Max(LeastCeiling, message.Parts));
        json.WriteString("validity", $"{(int)validity.TotalMinutes}m");
        json.WriteEndObject();
    }

    /// <summary>+31612345678 travels as 0031612345678.</summary>
    private static string Number(string e164) => "00" + e164.TrimStart('+');
}
