using System.Buffers.Binary;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Counts the parts of a zip before <see cref="System.IO.Compression.ZipArchive"/> makes an object of each.</summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int EntrySize = 46;
    private const int MaxComment = 65_535;

    private static ReadOnlySpan<byte> EndMark => "PK\x05\x06"u8;

    private static ReadOnlySpan<byte> EntryMark => "PK\x01\x02"u8;

    /// <exception cref="UnreadableListException">There is no directory, or it holds too many parts.</exception>
    public static void Check(Stream zip)
    {
        var tail = new byte[Math.Min(zip.Length, EndSize + MaxComment)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf(EndMark);
        if (end < 0 || end + EndSize > tail.Length)
            throw UnreadableListException.Damaged();

        // The count in the directory's end is only a claim: walk the directory itself.
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (offset == uint.MaxValue || offset >= zip.Length)
            throw UnreadableListException.Damaged();
        var directory = new BufferedStream(zip, 1 << 16);
        directory.Position = offset;
        Span<byte> entry = stackalloc byte[EntrySize];
        for (var parts = 0; directory.ReadAtLeast(entry, EntrySize, throwOnEndOfStream: false) == EntrySize && entry.StartsWith(EntryMark);)
        {
            if (++parts > ReadLimits.ZipParts)
                throw UnreadableListException.Because("too-many-parts", ReadLimits.ZipParts);
            directory.Position += BinaryPrimitives.ReadUInt16LittleEndian(entry[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }

        zip.Position = 0;
    }
}
