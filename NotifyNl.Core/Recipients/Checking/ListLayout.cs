using NotifyNl.Recipients.Reading;
using NotifyNl.Recipients.Reading.Workbooks;
using NotifyNl.Templates;

namespace NotifyNl.Recipients.Checking;

/// <summary>Which column of the sheet feeds what: the header laid beside the template.</summary>
internal sealed class ListLayout
{
    /// <summary>More headings than these make a sentence unreadable.</summary>
    private const int MostNamed = 10;

    /// <summary>So far a merged heading makes columns; beyond it, as in the model, only a heading in a cell of its own does.</summary>
    private const int MergedColumns = 50;

    private readonly int[] physical;
    private readonly int[][] fieldColumns;

    private ListLayout(int[] physical, ListColumn[] columns, int numberColumn, int[][] fieldColumns, List<Problem> problems)
    {
        this.physical = physical;
        this.fieldColumns = fieldColumns;
        Columns = columns;
        NumberColumn = numberColumn;
        Problems = problems;
    }

    /// <summary>The visible columns up to the last with a heading.</summary>
    public IReadOnlyList<ListColumn> Columns { get; }

    /// <summary>The index in <see cref="Columns"/> of the telephone numbers, or -1.</summary>
    public int NumberColumn { get; }

    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>How many columns of the sheet matter, hidden ones included.</summary>
    public int Width => physical.Length == 0 ? 0 : physical[^1] + 1;

    /// <summary>The indexes in <see cref="Columns"/> that fill a field of the template; more than one when a heading occurs twice.</summary>
    public int[] ColumnsOf(int field) => fieldColumns[field];

    public SheetCell Cell(SheetRow row, int column) => physical[column] is var at && at < row.Cells.Length ? row.Cells[at] : default;

    public static ListLayout Of(SheetRow header, Func<int, bool> isHidden, TemplateText template)
    {
        int[] visible = [.. Enumerable.Range(0, header.Cells.Length).Where(column => !isHidden(column))];
        visible = visible[..(Array.FindLastIndex(visible, column => IsHeading(header.Cells[column], column)) + 1)];
        if (visible.Length > ReadLimits.Columns)
            throw UnreadableListException.Because("too-many-columns", ReadLimits.Columns);

        string[] names = [.. visible.Select(column => header.Cells[column].Text ?? "")];
        string[] keys = [.. names.Select(TemplateText.Key)];
        string[] fieldKeys = [.. template.Placeholders.Select(TemplateText.Key)];
        var (number, numberProblem) = FindNumber(names, keys, fieldKeys);
        int[][] fieldColumns = [.. fieldKeys.Select(key => Feeding(key, keys, number))];

        var columns = new ListColumn[visible.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var field = Array.FindIndex(fieldColumns, feeding => feeding.Contains(i));
            columns[i] = new ListColumn(names[i], CellReference.Letters(visible[i]), field < 0 ? null : template.Placeholders[field], i == number);
        }

        List<Problem> problems = numberProblem is null ? [] : [numberProblem];
        string[] missing = [.. template.Placeholders.Where((_, field) => fieldColumns[field].Length == 0)];
        if (missing.Length > 0)
            problems.Add(Problem.Of(missing.Length == 1 ? "missing-column" : "missing-columns", Quoted.List(missing)));
        return new ListLayout(visible, columns, number, fieldColumns, problems);
    }

    private static bool IsHeading(SheetCell cell, int column) => cell.Text is not null && (!cell.Repeats || column < MergedColumns);

    /// <summary>A column that the template itself asks for ("((nummer))") only counts as the telephone number when there is no other.</summary>
    private static (int Column, Problem? Problem) FindNumber(string[] names, string[] keys, string[] fieldKeys)
    {
        int[] candidates = [.. Enumerable.Range(0, keys.Length).Where(i => NumberColumns.IsNumber(keys[i]))];
        int[] certain = [.. candidates.Where(i => !fieldKeys.Contains(keys[i]))];
        if (certain.Length == 0)
            certain = candidates;
        return certain.Length switch
        {
            1 => (certain[0], null),
            0 => (-1, Problem.Of("no-number-column", Quoted.List(names.Where(name => name.Length > 0).Take(MostNamed)))),
            _ => (-1, Problem.Of("two-number-columns", Quoted.List(certain.Select(i => names[i]).Take(MostNamed)))),
        };
    }

    /// <summary>((telefoonnummer)) is also filled by a column of another name for the same thing.</summary>
    private static int[] Feeding(string fieldKey, string[] keys, int number)
    {
        int[] same = [.. Enumerable.Range(0, keys.Length).Where(i => keys[i] == fieldKey)];
        return same.Length == 0 && number >= 0 && NumberColumns.IsNumber(fieldKey) ? [number] : same;
    }
}
