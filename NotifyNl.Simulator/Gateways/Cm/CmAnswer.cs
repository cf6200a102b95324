using System.Buffers;
using System.Text.Json;

namespace NotifyNl.Simulator.Gateways.Cm;

internal static class CmAnswer
{
    public static byte[] Write(string details, int code, IReadOnlyList<JudgedMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (160 * messages.Count));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("details"u8, details);
            json.WriteNumber("errorCode"u8, code);
            json.WriteStartArray("messages"u8);
            foreach (var message in messages)
                Write(json, message);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, JudgedMessage message)
    {
        json.WriteStartObject();
        json.WriteString("to"u8, message.To);
        json.WriteString("status"u8, message.Accepted ? "Accepted"u8 : "Rejected"u8);
        json.WriteString("reference"u8, message.Message.Reference);
        json.WriteNumber("parts"u8, message.Accepted ? message.Message.Parts : 0);
        json.WriteString("messageDetails"u8, message.Details);
        json.WriteNumber("messageErrorCode"u8, message.Code);
        json.WriteEndObject();
    }
}
