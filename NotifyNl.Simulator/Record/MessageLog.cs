using System.Buffers.Binary;
using System.Text;
using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Record;

/// <summary>Every accepted message, one after the other in blocks of bytes; each knows where the one before it for the same number stands.</summary>
/// <remarks>A million messages of 70 letters take 130 MB; as objects they would take three times that, and the collector would walk over them.</remarks>
internal sealed class MessageLog
{
    public const long None = -1;

    private const int BlockBits = 22;
    private const int BlockSize = 1 << BlockBits;
    private const int HeadSize = 24;

    private readonly List<byte[]> blocks = [];
    private int used = BlockSize;

    /// <returns>Where it stands.</returns>
    public long Append(GatewayName gateway, SmsMessage message, DateTimeOffset at, long previous)
    {
        var (number, sender, reference) = (Short(message.Number), Short(message.Sender), Short(message.Reference));
        var text = Encoding.UTF8.GetByteCount(message.Text);
        var size = HeadSize + Encoding.UTF8.GetByteCount(number) + Encoding.UTF8.GetByteCount(sender) + Encoding.UTF8.GetByteCount(reference) + text;
        if (used + size > BlockSize)
        {
            blocks.Add(new byte[BlockSize]);
            used = 0;
        }

        var place = ((long)(blocks.Count - 1) << BlockBits) | (uint)used;
        var entry = blocks[^1].AsSpan(used, size);
        BinaryPrimitives.WriteInt64LittleEndian(entry, previous);
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], at.UtcTicks);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[16..], checked((ushort)text));
        entry[18] = (byte)gateway;
        entry[19] = (byte)message.Parts;
        var end = HeadSize;
        entry[20] = Put(entry, ref end, number);
        entry[21] = Put(entry, ref end, sender);
        entry[22] = Put(entry, ref end, reference);
        Encoding.UTF8.GetBytes(message.Text, entry[end..]);
        used += size;
        return place;
    }

    public (ReceivedMessage Message, long Previous) Read(long place)
    {
        var entry = blocks[(int)(place >> BlockBits)].AsSpan((int)(place & (BlockSize - 1)));
        var end = HeadSize;
        var number = Take(entry, ref end, entry[20]);
        var sender = Take(entry, ref end, entry[21]);
        var reference = Take(entry, ref end, entry[22]);
        var text = Take(entry, ref end, BinaryPrimitives.ReadUInt16LittleEndian(entry[16..]));
        var at = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(entry[8..]), TimeSpan.Zero);
        var message = new ReceivedMessage((GatewayName)entry[18], number, sender, text, reference, entry[19], at);
        return (message, BinaryPrimitives.ReadInt64LittleEndian(entry));
    }

    public void Clear()
    {
        blocks.Clear();
        used = BlockSize;
    }

    /// <summary>A length is one byte, and a letter at most three.</summary>
    private static string Short(string value) => value.Length <= 80 ? value : value[..80];

    private static byte Put(Span<byte> entry, ref int end, string value)
    {
        var length = Encoding.UTF8.GetBytes(value, entry[end..]);
        end += length;
        return checked((byte)length);
    }

    private static string Take(Span<byte> entry, ref int end, int length)
    {
        var value = Encoding.UTF8.GetString(entry.Slice(end, length));
        end += length;
        return value;
    }
}
