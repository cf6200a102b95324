using System.Buffers;
using NotifyNl.Recipients.Reading;
using NotifyNl.Recipients.Reading.Cells;
using NotifyNl.Templates;

namespace NotifyNl.Recipients.Checking;

/// <summary>Checks one row: its number, its values, the message that follows from them. Rows must come in order, for duplicates.</summary>
internal sealed class RowChecker(ListLayout layout, ListCheckOptions options)
{
    private static readonly IReadOnlyList<RowError> NoErrors = [];
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-() ");

    private readonly PhoneNumberReader numbers = new(options.HomeRegion);
    private readonly NumberSet seen = new();
    private readonly bool fillIn = layout.Problems.Count == 0;
    private List<RowError> errors = [];

    public CheckedRow Check(SheetRow row, int line)
    {
        var cells = new string?[layout.Columns.Count];
        for (var column = 0; column < cells.Length; column++)
            cells[column] = Shown(row, column, line);

        var recipient = layout.NumberColumn < 0 ? null : Recipient(layout.Cell(row, layout.NumberColumn));
        var number = CheckNumber(recipient);
        var e164 = number is { Valid: true } ? number.E164 : null;
        var values = Values(cells);
        var message = fillIn && Array.TrueForAll(values, value => value is not null) ? Compose(values) : null;
        return new CheckedRow(
            line, cells, recipient, number, values, message, TakeErrors(),
            Duplicate: e164 is not null && !seen.Add(e164),
            OptedOut: e164 is not null && options.OptedOut?.Invoke(e164) == true);
    }

    /// <summary>A formula that failed matters only where its outcome is used.</summary>
    private string? Shown(SheetRow row, int column, int line)
    {
        var cell = layout.Cell(row, column);
        if (layout.Columns[column].Used && cell.Kind is CellKind.Error or CellKind.NoResult)
        {
            var address = layout.Columns[column].Letter + line;
            Add(column, cell.Kind == CellKind.Error ? Problem.Of("cell-error", address, cell.Text!) : Problem.Of("formula-without-value", address));
        }

        return cell.Text;
    }

    /// <summary>A number whose format hides digits or adds signs ("€ 612.345.678") is read as it is stored.</summary>
    private static string? Recipient(SheetCell cell) =>
        cell.Kind == CellKind.Number && cell.Text.AsSpan().ContainsAnyExcept(NumberCharacters) ? PlainNumber.Show(cell.Number) : cell.Text;

    private PhoneNumberCheck? CheckNumber(string? recipient)
    {
        if (layout.NumberColumn < 0 || HasError(layout.NumberColumn))
            return null;
        if (recipient is null)
        {
            Add(layout.NumberColumn, Problem.Of("number-missing"));
            return null;
        }

        var number = numbers.Check(recipient);
        if (number.Problem is { } problem)
            Add(layout.NumberColumn, problem);
        else if (number.Abroad && !options.AbroadAllowed)
            Add(layout.NumberColumn, Problem.Of("abroad-not-allowed"));
        return number;
    }

    private string?[] Values(string?[] cells)
    {
        var values = new string?[options.Template.Placeholders.Count];
        for (var field = 0; field < values.Length; field++)
        {
            var columns = layout.ColumnsOf(field);
            values[field] = columns switch
            {
                [] => null,
                [var only] => cells[only],
                _ => columns.Any(column => cells[column] is not null) ? TemplateValue.ToText(columns.Select(column => cells[column])) : null,
            };
            if (values[field] is null && columns.Length > 0 && columns[0] != layout.NumberColumn && !HasError(columns[0]))
                Add(columns[0], Problem.Of("value-missing"));
        }

        return values;
    }

    private SmsText Compose(string?[] values)
    {
        var message = SmsComposer.Compose(options.Template.Fill(values), options.Prefix, options.Accents);
        if (message.IsEmpty)
            Add("", Problem.Of("message-empty"));
        if (message.IsTooLong)
            Add("", Problem.Of("message-too-long", message.CharactersWithoutPrefix, SmsText.MaxCharacters));
        if (message.Unsupported.Count > 0)
            AddUnsupported(message.Unsupported, values);
        return message;
    }

    /// <summary>Points at the column that holds the character, or at the whole row when the template itself does.</summary>
    private void AddUnsupported(IReadOnlyList<string> characters, string?[] values)
    {
        foreach (var column in characters.GroupBy(Column))
            Add(column.Key, Problem.Of("unsupported-characters", Quoted.List(column)));

        string Column(string character) =>
            Array.FindIndex(values, value => value!.Contains(character, StringComparison.Ordinal)) is var field and >= 0
                ? layout.Columns[layout.ColumnsOf(field)[0]].Name
                : "";
    }

    private bool HasError(int column) => errors.Exists(error => error.Column == layout.Columns[column].Name);

    private void Add(int column, Problem problem) => Add(layout.Columns[column].Name, problem);

    private void Add(string column, Problem problem) => errors.Add(new RowError(column, problem));

    private IReadOnlyList<RowError> TakeErrors()
    {
        if (errors.Count == 0)
            return NoErrors;
        var taken = errors;
        errors = [];
        return taken;
    }
}
