using NotifyNl.Templates;

namespace NotifyNl.Recipients;

/// <param name="Row">The line in the sheet, from 1; the header is usually 1.</param>
/// <param name="Cells">As shown to people, in the order of <see cref="ListCheckReport.Columns"/>.</param>
/// <param name="Recipient">The cell with the number, as found.</param>
/// <param name="Number">Null when there is nothing to check.</param>
/// <param name="Values">In the order of the template's fields.</param>
/// <param name="Message">Null when a value is missing or the columns are not right.</param>
/// <param name="Duplicate">The number occurred in an earlier row.</param>
public sealed record CheckedRow(
    int Row,
    IReadOnlyList<string?> Cells,
    string? Recipient,
    PhoneNumberCheck? Number,
    IReadOnlyList<string?> Values,
    SmsText? Message,
    IReadOnlyList<RowError> Errors,
    bool Duplicate,
    bool OptedOut)
{
    public bool Sendable => Errors.Count == 0 && !OptedOut;
}

/// <param name="Column">The heading of the column, or empty when it concerns the whole row.</param>
public sealed record RowError(string Column, Problem Problem);
