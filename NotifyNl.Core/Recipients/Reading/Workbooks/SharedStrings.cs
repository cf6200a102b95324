using System.IO.Compression;
using System.Text;
using System.Xml;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>
/// The table of texts of an xlsx, kept as UTF-8 in blocks: a list of 1,000,000 rows has millions of them, and as strings they would take
/// five times as much. A text becomes a string when its cell passes; the last ones are kept, for most columns repeat themselves.
/// </summary>
internal sealed class SharedStrings
{
    private const int BlockSize = 1 << 20;
    private const int Kept = 1 << 12;

    private readonly List<byte[]> blocks = [];
    private readonly List<int> ends = [];
    private readonly (int Index, string? Text)[] kept = new (int, string?)[Kept];
    private int length;

    public int Count => ends.Count;

    /// <exception cref="UnreadableListException">The table is larger than any list needs.</exception>
    public static SharedStrings Read(ZipArchiveEntry? part)
    {
        var table = new SharedStrings();
        if (part is null)
            return table;
        using var xml = SheetXml.Open(part, ReadLimits.SharedStringsCharacters);
        var text = new CellText();
        while (xml.ReadOn())
        {
            if (!xml.IsElement("si"))
                continue;
            text.ReadRich(xml);
            table.Add(text.Characters);
        }

        return table;
    }

    /// <returns>The text, or null for one that is not in the table.</returns>
    public string? this[int index]
    {
        get
        {
            if ((uint)index >= (uint)ends.Count)
                return null;
            ref var slot = ref kept[index & (Kept - 1)];
            if (slot.Text is null || slot.Index != index)
                slot = (index, Decode(index == 0 ? 0 : ends[index - 1], ends[index]));
            return slot.Text;
        }
    }

    private void Add(ReadOnlySpan<char> text)
    {
        var size = Encoding.UTF8.GetByteCount(text);

        // A text never lies over two blocks: what is left of the last one stays unused, and is counted.
        var start = length % BlockSize + size > BlockSize || blocks.Count == 0 ? blocks.Count * BlockSize : length;
        if (ends.Count == ReadLimits.SharedStrings || start + size > ReadLimits.SharedStringsBytes)
            throw UnreadableListException.Because("too-much-unpacked");
        if (start == blocks.Count * BlockSize)
            blocks.Add(new byte[BlockSize]);
        Encoding.UTF8.GetBytes(text, blocks[start / BlockSize].AsSpan(start % BlockSize));
        length = start + size;
        ends.Add(length);
    }

    /// <summary>A text that did not fit in the block of the one before begins at the next block.</summary>
    private string Decode(int start, int end)
    {
        if (end > 0 && start / BlockSize != (end - 1) / BlockSize)
            start = (end - 1) / BlockSize * BlockSize;
        return start >= end ? "" : CellText.Unescape(Encoding.UTF8.GetString(blocks[start / BlockSize], start % BlockSize, end - start));
    }
}
