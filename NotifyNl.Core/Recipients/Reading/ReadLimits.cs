namespace NotifyNl.Recipients.Reading;

/// <summary>
/// What a list may cost to read. Far above what a list of 100,000 people needs, low enough that no file holds the server for ten seconds
/// or 300 MiB. Sizes are counted while unpacking: what a file says about itself is not believed.
/// </summary>
internal static class ReadLimits
{
    /// <summary>Excel's own limits: a file that says more was not made by a spreadsheet program.</summary>
    public const int PhysicalColumns = 16_384;
    public const int PhysicalRows = 1_048_576;
    public const int CellCharacters = 32_767;

    public const int Columns = 1_000;

    /// <summary>Parts in a zip: a workbook has some tens.</summary>
    public const int ZipParts = 10_000;

    /// <summary>Characters of a sheet; 1,000,000 lines of 4 columns take some 200 million.</summary>
    public const long SheetCharacters = 400L << 20;

    /// <summary>Characters of the smaller parts of a workbook (styles, list of sheets, relations).</summary>
    public const long PartCharacters = 16L << 20;

    public const long SharedStringsCharacters = 256L << 20;
    public const int SharedStrings = 5_000_000;
    public const int SharedStringsBytes = 64 << 20;

    /// <summary>Cells read, empty ones included.</summary>
    public const int Cells = 20_000_000;

    public const int MergedRanges = 100_000;

    /// <summary>Deeper than any part of a workbook nests.</summary>
    public const int XmlDepth = 64;

    /// <summary>Different element and attribute names: XmlReader keeps each for good.</summary>
    public const int XmlNames = 5_000;

    /// <summary>Characters without a new tag: XmlReader keeps an attribute whole in memory.</summary>
    public const int XmlRun = 1 << 20;

    /// <summary>Unpacked bytes of an xlsb, which ExcelDataReader keeps in part in memory.</summary>
    public const long BinaryWorkbookBytes = 256L << 20;
    public const long BinaryPartBytes = 40L << 20;
}
