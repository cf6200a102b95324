namespace NotifyNl.Recipients;

/// <summary>Everything known of a list but its rows, which pass one by one while it is checked.</summary>
public sealed record ListCheckReport
{
    public required FileFacts File { get; init; }
    public IReadOnlyList<ListColumn> Columns { get; init; } = [];
    public ListCounts Counts { get; init; } = new();
    public PartCounts Parts { get; init; } = new();

    /// <summary>What must be mended in the file as a whole before anything can be sent; errors of rows are with the rows.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What a person should look at before pressing "Verstuur".</summary>
    public IReadOnlyList<ListWarning> Warnings { get; init; } = [];

    /// <summary>Rows with a number abroad, most first.</summary>
    public IReadOnlyList<AbroadCount> Abroad { get; init; } = [];

    /// <summary>Letters that make rows dearer, with the number of sendable rows each, most first.</summary>
    public IReadOnlyList<LetterCount> Causes { get; init; } = [];

    /// <summary>
    /// All that stands between the list and "Verstuur": the problems of the file, and rows with errors. A person may choose to go on with the
    /// rows that are good; a script may not.
    /// </summary>
    public IReadOnlyList<Problem> WhatBlocks() => Problems.Count > 0 ? Problems : Counts switch
    {
        { WithErrors: 1 } => [Problem.Of("row-with-errors")],
        { WithErrors: > 1 } => [Problem.Of("rows-with-errors", Counts.WithErrors)],
        { Sendable: 0 } => [Problem.Of("nothing-to-send")],
        _ => [],
    };
}

/// <summary>What the file turned out to be.</summary>
/// <param name="Format">xlsx, xlsm, xlsb, xls, ods, csv, tsv or txt; empty when it was not recognised.</param>
/// <param name="Encoding">Of a text file: UTF-8, UTF-16LE, UTF-16BE or Windows-1252.</param>
/// <param name="Delimiter">Of a text file: the character between two fields.</param>
/// <param name="Sheet">Of a workbook: the name of the sheet that was read.</param>
public sealed record FileFacts(string Name, string Format, string? Encoding = null, string? Delimiter = null, string? Sheet = null);

/// <param name="Name">The heading as it stands in the file; empty where the column has none.</param>
/// <param name="Letter">The column as the spreadsheet program names it: A, B… AA.</param>
/// <param name="Field">The field of the template that the column fills, or null.</param>
/// <param name="IsNumber">True for the column of the telephone numbers.</param>
public sealed record ListColumn(string Name, string Letter, string? Field, bool IsNumber)
{
    public bool Used => IsNumber || Field is not null;
}

public sealed record ListCounts
{
    public int Rows { get; init; }
    public int Sendable { get; init; }
    public int WithErrors { get; init; }

    /// <summary>Rows whose number got other digits than were written: a lost zero put back, say.</summary>
    public int Repaired { get; init; }

    /// <summary>Rows whose number occurred in an earlier row.</summary>
    public int Duplicates { get; init; }

    public int Abroad { get; init; }
    public int OptedOut { get; init; }
}

/// <summary>Sms parts over the sendable rows: what the list costs.</summary>
public sealed record PartCounts
{
    public int Min { get; init; }
    public int Max { get; init; }
    public long Total { get; init; }
    public int Ucs2Rows { get; init; }
}

public sealed record ListWarning(Problem Problem, int Rows);

public sealed record AbroadCount(Country Country, int Rows);

/// <param name="FirstRow">The first row that is dearer because of the letter, to look at.</param>
public sealed record LetterCount(string Letter, int Rows, int FirstRow);
