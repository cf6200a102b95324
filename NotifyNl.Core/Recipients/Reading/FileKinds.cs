using System.Text;

namespace NotifyNl.Recipients.Reading;

internal enum FileKind { Text, Zip, Compound, Picture, Pdf }

/// <summary>Tells files apart by their first bytes.</summary>
internal static class FileKinds
{
    private static readonly (byte[] Mark, FileKind Kind)[] Marks =
    [
        ("PK\x03\x04"u8.ToArray(), FileKind.Zip),
        ("PK\x05\x06"u8.ToArray(), FileKind.Zip),
        ([0xD0, 0xCF, 0x11, 0xE0], FileKind.Compound),
        ([0x09, 0x08, 0x08, 0x00], FileKind.Compound), // Excel 5 and 95 without a container
        ([0x09, 0x08, 0x10, 0x00], FileKind.Compound),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], FileKind.Picture),
        ([0xFF, 0xD8, 0xFF], FileKind.Picture),
        ("GIF8"u8.ToArray(), FileKind.Picture),
        ("BM"u8.ToArray(), FileKind.Picture),
        ("II*\0"u8.ToArray(), FileKind.Picture),
        ("MM\0*"u8.ToArray(), FileKind.Picture),
        ("%PDF"u8.ToArray(), FileKind.Pdf),
    ];

    public static FileKind Of(Stream file)
    {
        var start = Start(file, 64);
        if (start.StartsWith("RIFF"u8) && start.AsSpan().IndexOf("WEBP"u8) > 0)
            return FileKind.Picture;
        var kind = Array.Find(Marks, mark => start.StartsWith(mark.Mark)).Kind;

        // "BM" is also how a text may begin; a bitmap has zeros in its head.
        return kind == FileKind.Picture && start.StartsWith("BM"u8) && !start.Contains((byte)0) ? FileKind.Text : kind;
    }

    public static bool IsMarkup(Stream file)
    {
        var start = Encoding.UTF8.GetString(Start(file, 512)).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<table", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Looks for the name of the stream in which Office keeps an encrypted workbook.</summary>
    public static bool MentionsEncryption(Stream file)
    {
        var name = Encoding.Unicode.GetBytes("EncryptedPackage");
        var buffer = new byte[1 << 16];
        var kept = 0;
        file.Position = 0;
        while (file.Read(buffer, kept, buffer.Length - kept) is var read and > 0)
        {
            var filled = kept + read;
            if (buffer.AsSpan(0, filled).IndexOf(name) >= 0)
                return true;
            kept = Math.Min(filled, name.Length - 1);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        file.Position = 0;
        return false;
    }

    private static byte[] Start(Stream file, int size)
    {
        var start = new byte[Math.Min(size, file.Length)];
        file.Position = 0;
        file.ReadExactly(start);
        file.Position = 0;
        return start;
    }
}

internal static class BytePrefix
{
    public static bool StartsWith(this byte[] bytes, ReadOnlySpan<byte> prefix) => bytes.AsSpan().StartsWith(prefix);
}
