using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>The text of one cell, gathered in one buffer that is used again for the next.</summary>
internal sealed partial class CellText
{
    private readonly char[] buffer = new char[ReadLimits.CellCharacters + 1];
    private int length;

    public ReadOnlySpan<char> Characters => buffer.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Append(char c)
    {
        if (length >= ReadLimits.CellCharacters)
            throw UnreadableListException.Because("cell-too-long", ReadLimits.CellCharacters);
        buffer[length++] = c;
    }

    /// <summary>Adds the text node the reader stands on.</summary>
    public void Append(XmlReader xml)
    {
        int read;
        while ((read = xml.ReadValueChunk(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length > ReadLimits.CellCharacters)
                throw UnreadableListException.Because("cell-too-long", ReadLimits.CellCharacters);
        }
    }

    /// <summary>Reads <c>si</c> or <c>is</c>: one text or some runs with a layout each; how it is pronounced (<c>rPh</c>) is left out.</summary>
    public void ReadRich(XmlReader xml)
    {
        length = 0;
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        while (xml.ReadOn() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "rPh" or "rPr")
                xml.SkipElement();
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace && xml.Depth > depth + 1)
                Append(xml);
        }
    }

    public override string ToString() => Unescape(new string(buffer, 0, length));

    /// <summary>What is written as _x000D_ is a character that XML can not hold.</summary>
    public static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, match => ((char)int.Parse(match.ValueSpan[2..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
