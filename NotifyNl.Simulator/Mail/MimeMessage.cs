using System.Text;

namespace NotifyNl.Simulator.Mail;

/// <summary>The subject and the text of a mail (RFC 2045 up to 2049, the part of them that the portal's mails use).</summary>
/// <param name="Html">Empty where the mail has no such part.</param>
internal sealed record MimeMessage(string Subject, string Text, string Html)
{
    private const int MaxDepth = 5;

    /// <param name="source">One character a byte, lines ended by a line feed.</param>
    public static MimeMessage Parse(string source)
    {
        var part = MimePart.Parse(source);
        var leaves = Leaves(part, 0).ToList();
        var text = leaves.OrderByDescending(leaf => leaf.MediaType == "text/plain").First();
        return new MimeMessage(MimeWords.Decode(part["Subject"]), text.DecodedText(), leaves.Find(leaf => leaf.MediaType == "text/html")?.DecodedText() ?? "");
    }

    private static IEnumerable<MimePart> Leaves(MimePart part, int depth) =>
        depth < MaxDepth && part.Parts() is { Count: > 0 } parts ? parts.SelectMany(inner => Leaves(inner, depth + 1)) : [part];
}
