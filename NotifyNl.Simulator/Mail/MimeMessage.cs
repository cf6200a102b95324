using System.Text;

namespace NotifyNl.Simulator.Mail;

/// <summary>The subject and the plain text of a mail (RFC 2045 up to 2049, the part of them that the portal's mails use).</summary>
internal sealed record MimeMessage(string Subject, string Text)
{
    private const int MaxDepth = 5;

    /// <param name="source">One character a byte, lines ended by a line feed.</param>
    public static MimeMessage Parse(string source)
    {
        var part = MimePart.Parse(source);
        var text = Leaves(part, 0).OrderByDescending(leaf => leaf.MediaType == "text/plain").First();
        return new MimeMessage(MimeWords.Decode(part["Subject"]), text.DecodedText());
    }

    private static IEnumerable<MimePart> Leaves(MimePart part, int depth) =>
        depth < MaxDepth && part.Parts() is { Count: > 0 } parts ? parts.SelectMany(inner => Leaves(inner, depth + 1)) : [part];
}
