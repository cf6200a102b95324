using System.IO.Compression;
using System.Xml;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Opens the XML parts of a workbook: no document types, no entities, nothing from outside, everything counted.</summary>
internal static class SheetXml
{
    public static XmlReader Open(ZipArchiveEntry part, long maxCharacters) => XmlReader.Create(new GuardedText(part.Open(), maxCharacters), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false, // cells are cleaned afterwards; a stray control character is no reason to refuse a list
        CloseInput = true,
        NameTable = new BoundedNames(),
    });

    /// <summary>Reads on, and refuses what nests deeper than any workbook: XmlReader remembers every open element.</summary>
    public static bool ReadOn(this XmlReader xml)
    {
        if (!xml.Read())
            return false;
        if (xml.Depth > ReadLimits.XmlDepth)
            throw UnreadableListException.Damaged();
        return true;
    }

    /// <summary>Skips the element the reader stands on; afterwards the reader stands on its end.</summary>
    public static void SkipElement(this XmlReader xml)
    {
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        while (xml.ReadOn() && xml.Depth > depth)
        {
        }
    }

    public static bool IsElement(this XmlReader xml, string name) => xml.NodeType == XmlNodeType.Element && xml.LocalName == name;

    /// <summary>The attribute whatever its namespace prefix: writers differ in them.</summary>
    public static string? Attribute(this XmlReader xml, string name)
    {
        string? value = null;
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == name)
                value = xml.Value;
        }

        xml.MoveToElement();
        return value;
    }

    private sealed class BoundedNames : NameTable
    {
        private int count;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? base.Add(key, start, Counted(len));

        public override string Add(string key) => Get(key) ?? base.Add(key[..Counted(key.Length)]);

        private int Counted(int length) => ++count > ReadLimits.XmlNames ? throw UnreadableListException.Damaged() : length;
    }
}
