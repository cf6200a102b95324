using System.Text;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>
/// The characters of one XML part, counted while they are unpacked. It also ends a part that goes on for long without a new tag:
/// XmlReader keeps an attribute or a CDATA block whole in memory, however long.
/// </summary>
internal sealed class GuardedText(Stream part, long maxCharacters) : TextReader
{
    private readonly StreamReader text = new(part, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 15);
    private long characters;
    private int run;
    private bool inDeclaration;
    private char last;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = text.Read(buffer, index, count);
        characters += read;
        if (characters > maxCharacters)
            throw UnreadableListException.Because("too-much-unpacked");
        Watch(buffer.AsSpan(index, read));
        return read;
    }

    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Counts the characters since the last tag; in <c>&lt;!…</c> a "&lt;" is no tag, so there only its end counts.</summary>
    private void Watch(ReadOnlySpan<char> read)
    {
        if (read.IsEmpty)
            return;
        var opens = (last == '<' && read[0] == '!') || read.Contains("<!", StringComparison.Ordinal);
        var closes = read.Contains("]>", StringComparison.Ordinal) || read.Contains("->", StringComparison.Ordinal) || (last is ']' or '-' && read[0] == '>');
        if (inDeclaration && closes)
            inDeclaration = false;
        if (opens)
            inDeclaration = true;
        var tag = inDeclaration && !opens ? -1 : read.LastIndexOf('<');
        run = tag < 0 ? run + read.Length : read.Length - tag;
        last = read[^1];
        if (run > ReadLimits.XmlRun)
            throw UnreadableListException.Because("too-much-unpacked");
    }
}
