namespace NotifyNl.Recipients.Reading;

/// <summary>What a cell holds. Anything but text and numbers can not be put in a message.</summary>
internal enum CellKind : byte
{
    Text,
    Number,

    /// <summary>A formula that failed: the text is #N/A, #REF!…</summary>
    Error,

    /// <summary>A formula whose outcome the program that wrote the file did not store.</summary>
    NoResult,
}

/// <param name="Text">The cell as people see it, or null when it is empty.</param>
/// <param name="Number">The value behind the text when <paramref name="Kind"/> is a number.</param>
/// <param name="Repeats">The value is that of a merged cell to the left or above.</param>
internal readonly record struct SheetCell(string? Text, CellKind Kind = CellKind.Text, double Number = 0, bool Repeats = false)
{
    public bool IsEmpty => Text is null && Kind == CellKind.Text;
}

/// <summary>One visible line of the sheet, or a run of empty ones.</summary>
/// <param name="Number">The line as the spreadsheet program numbers it, from 1.</param>
/// <param name="Cells">By column, hidden columns included; shorter than the header where the end of the line is empty.</param>
/// <param name="Count">How many lines in a row look like this; more than 1 only where the file itself says "repeat".</param>
internal sealed record SheetRow(int Number, SheetCell[] Cells, int Count = 1)
{
    public static SheetRow Blank(int number, int count) => new(number, [], count);

    public bool IsBlank => Cells.Length == 0;
}
