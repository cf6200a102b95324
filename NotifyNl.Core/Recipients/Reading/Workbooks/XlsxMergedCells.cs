using System.IO.Compression;
using System.Text;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>
/// Finds the merged ranges, which stand behind the cells they concern. Most lists have none, and a look through the unpacked bytes
/// shows that twenty times as fast as reading XML does.
/// </summary>
internal static class XlsxMergedCells
{
    public static MergedCells Find(ZipArchiveEntry sheet)
    {
        var merged = new MergedCells();
        if (!Mentions(sheet, "mergeCell "u8))
            return merged;
        using var xml = SheetXml.Open(sheet, ReadLimits.SheetCharacters);
        while (xml.ReadOn())
        {
            if (xml.IsElement("mergeCell") && xml.Attribute("ref")?.Split(':') is [var from, var to]
                && CellReference.TryParse(from, out var left, out var top) && CellReference.TryParse(to, out var right, out var bottom))
            {
                merged.Add(left, top, right, bottom);
            }
        }

        merged.Sort();
        return merged;
    }

    private static bool Mentions(ZipArchiveEntry sheet, ReadOnlySpan<byte> word)
    {
        using var bytes = sheet.Open();
        var buffer = new byte[1 << 16];
        long total = 0;
        var kept = 0;
        while (bytes.Read(buffer, kept, buffer.Length - kept) is var read and > 0)
        {
            if ((total += read) > ReadLimits.SheetCharacters)
                throw UnreadableListException.Because("too-much-unpacked");
            var filled = kept + read;
            if (buffer.AsSpan(0, filled).IndexOf(word) >= 0)
                return true;
            kept = Math.Min(filled, word.Length - 1);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        return false;
    }
}
