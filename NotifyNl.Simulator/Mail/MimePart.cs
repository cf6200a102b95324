using System.Globalization;
using System.Text;

namespace NotifyNl.Simulator.Mail;

/// <summary>Headers and what stands under them: a mail, or a part of one.</summary>
internal sealed class MimePart
{
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly string body;

    private MimePart(string body) => this.body = body;

    public string this[string header] => headers.GetValueOrDefault(header, "");

    public string MediaType => this["Content-Type"] is { Length: > 0 } type ? type.Split(';')[0].Trim().ToLowerInvariant() : "text/plain";

    public static MimePart Parse(string source)
    {
        var split = source.StartsWith('\n') ? 0 : source.IndexOf("\n\n", StringComparison.Ordinal);
        var head = split < 0 ? source : source[..split];
        var part = new MimePart(split < 0 ? "" : source[split..].TrimStart('\n'));
        // A line that starts with white space goes on with the one before it.
        foreach (var line in head.Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                part.headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return part;
    }

    /// <returns>The parts of a multipart, or none.</returns>
    public IReadOnlyList<MimePart> Parts()
    {
        var boundary = Parameter("boundary");
        if (!MediaType.StartsWith("multipart/", StringComparison.Ordinal) || boundary.Length == 0)
            return [];
        var pieces = ("\n" + body).Split("\n--" + boundary);
        return [.. pieces.Skip(1)
            .TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal))
            .Select(piece => Parse(piece[(piece.IndexOf('\n', StringComparison.Ordinal) + 1)..]))];
    }

    public string DecodedText()
    {
        var bytes = this["Content-Transfer-Encoding"].ToLowerInvariant() switch
        {
            "base64" => MimeWords.Base64(body),
            "quoted-printable" => MimeWords.QuotedPrintable(body),
            _ => Encoding.Latin1.GetBytes(body),
        };
        return MimeWords.EncodingOf(Parameter("charset")).GetString(bytes).ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private string Parameter(string name)
    {
        var found = this["Content-Type"].Split(';').Skip(1).Select(parameter => parameter.Trim())
            .FirstOrDefault(parameter => parameter.StartsWith(name + "=", true, CultureInfo.InvariantCulture));
        return found is null ? "" : found[(name.Length + 1)..].Trim('"');
    }
}
