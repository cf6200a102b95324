using System.Buffers;
using System.Text.Json;
using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Record;

/// <summary>One JSON line a request, handed to the operating system before the request is answered.</summary>
internal sealed class RecordFile(string path) : IDisposable
{
    private readonly FileStream stream = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly ArrayBufferWriter<byte> buffer = new(64 << 10);

    public void Write(GatewayName gateway, RequestFault fault, IReadOnlyList<SmsMessage> accepted, int rejected, DateTimeOffset at)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at"u8, at);
            json.WriteString("gateway"u8, gateway.Path());
            if (fault != RequestFault.None)
                json.WriteString("fault"u8, fault.ToString());
            json.WriteNumber("rejected"u8, rejected);
            json.WriteStartArray("accepted"u8);
            foreach (var message in accepted)
                Write(json, message);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        stream.Write(buffer.WrittenSpan);
    }

    public void Dispose() => stream.Dispose();

    private static void Write(Utf8JsonWriter json, SmsMessage message)
    {
        json.WriteStartObject();
        json.WriteString("number"u8, message.Number);
        json.WriteString("sender"u8, message.Sender);
        json.WriteString("reference"u8, message.Reference);
        json.WriteNumber("parts"u8, message.Parts);
        json.WriteString("text"u8, message.Text);
        json.WriteEndObject();
    }
}
