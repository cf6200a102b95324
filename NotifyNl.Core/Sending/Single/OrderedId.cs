namespace NotifyNl.Sending;

/// <summary>
/// A uuid v7 whose twelve bits after the milliseconds hold the fraction of the millisecond (RFC 9562, §6.2, method 3): ids of one node sort as they were made,
/// to a quarter of a microsecond. The framework's own are in disorder within a millisecond, and the newest message would not be the first of its list.
/// </summary>
internal static class OrderedId
{
    public static Guid Of(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(moment).TryWriteBytes(bytes, bigEndian: true, out _);
        var fraction = (int)(moment.Ticks % TimeSpan.TicksPerMillisecond * 4096 / TimeSpan.TicksPerMillisecond);
        bytes[6] = (byte)(0x70 | (fraction >> 8));
        bytes[7] = (byte)fraction;
        return new Guid(bytes, bigEndian: true);
    }
}
