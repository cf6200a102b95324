using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NotifyNl.Simulator.Mail;

/// <summary>Letters that travelled as plain ASCII, read back.</summary>
internal static partial class MimeWords
{
    /// <summary>A header in which words may be encoded (RFC 2047); bare bytes are UTF-8.</summary>
    public static string Decode(string header)
    {
        // White space between two encoded words belongs to neither.
        var joined = Between().Replace(header, "$1");
        var bare = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(joined));
        return Word().Replace(bare, word =>
        {
            var text = word.Groups["text"].Value;
            var bytes = word.Groups["way"].Value is "B" or "b" ? Base64(text) : QuotedPrintable(text.Replace('_', ' '));
            return EncodingOf(word.Groups["charset"].Value).GetString(bytes);
        });
    }

    public static byte[] Base64(string text)
    {
        var letters = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
        var bytes = new byte[letters.Length];
        return Convert.TryFromBase64String(letters, bytes, out var length) ? bytes[..length] : Encoding.Latin1.GetBytes(text);
    }

    public static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
                bytes.Add((byte)text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '\n')
                i++; // A soft line break.
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
        }

        return [.. bytes];
    }

    public static Encoding EncodingOf(string charset)
    {
        try
        {
            return charset.Length == 0 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    [GeneratedRegex(@"(\?=)\s+(?==\?)")]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?(?<charset>[^?*]+)(\*[^?]*)?\?(?<way>[BbQq])\?(?<text>[^?]*)\?=")]
    private static partial Regex Word();
}
