using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace NotifyNl.Recipients.Reading.Delimited;

/// <summary>Which encoding a text file has. A mark at its start decides; else sound UTF-8 is UTF-8 and anything else is what Windows wrote.</summary>
internal static class TextEncodings
{
    private const int SampleSize = 1 << 12;

    /// <summary>Above this share of control characters it is no text.</summary>
    private const double MaxControlShare = 0.02;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <returns>Null when the file is no text.</returns>
    public static (Encoding Encoding, string Name)? Detect(Stream file)
    {
        var sample = new byte[Math.Min(SampleSize, file.Length)];
        file.Position = 0;
        file.ReadExactly(sample);
        (Encoding Encoding, string Name) found = sample switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, "UTF-8"),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, "UTF-16LE"),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, "UTF-16BE"),
            _ when ZeroShare(sample, odd: 1) > 0.4 && ZeroShare(sample, odd: 0) < 0.1 => (Encoding.Unicode, "UTF-16LE"),
            _ when ZeroShare(sample, odd: 0) > 0.4 && ZeroShare(sample, odd: 1) < 0.1 => (Encoding.BigEndianUnicode, "UTF-16BE"),
            _ => IsUtf8(file) ? (Encoding.UTF8, "UTF-8") : (Windows1252, "Windows-1252"),
        };
        file.Position = 0;
        return LooksLikeText(found.Encoding.GetString(sample)) ? found : null;
    }

    private static double ZeroShare(byte[] sample, int odd)
    {
        var zeros = 0;
        for (var i = odd; i < sample.Length; i += 2)
            zeros += sample[i] == 0 ? 1 : 0;
        return sample.Length < 4 ? 0 : zeros / (sample.Length / 2.0);
    }

    /// <summary>The whole file: the first ë of a long list may stand on its last line.</summary>
    private static bool IsUtf8(Stream file)
    {
        file.Position = 0;
        var bytes = new byte[1 << 16];
        var characters = new char[bytes.Length];
        var kept = 0;
        while (true)
        {
            var read = file.Read(bytes, kept, bytes.Length - kept);
            var filled = kept + read;
            var status = Utf8.ToUtf16(bytes.AsSpan(0, filled), characters, out var used, out _, replaceInvalidSequences: false, isFinalBlock: read == 0);
            if (status == OperationStatus.InvalidData)
                return false;
            if (read == 0)
                return true;
            kept = filled - used;
            bytes.AsSpan(used, kept).CopyTo(bytes);
        }
    }

    private static bool LooksLikeText(string sample) =>
        sample.Count(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f' or '\v')) <= Math.Max(2, sample.Length * MaxControlShare);
}
