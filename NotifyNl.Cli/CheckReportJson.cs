using System.Globalization;
using NotifyNl.Recipients;

namespace NotifyNl.Cli;

internal static class CheckReportJson
{
    public static CheckJson Of(ListCheckReport report, IEnumerable<CheckedRow> rows) => new(
        report.File,
        report.Columns.Select(column => new ColumnJson(column.Name, column.Field, column.Used)),
        new CountsJson(
            report.Counts.Rows, report.Counts.Sendable, report.Counts.WithErrors, report.Counts.Repaired, report.Counts.Duplicates, report.Counts.Abroad),
        new PartsJson(report.Parts.Min, report.Parts.Max, report.Parts.Total, report.Parts.Ucs2Rows),
        report.Problems.Select(ProblemJson.Of),
        report.Warnings.Select(warning => new WarningJson(warning.Problem.Code, warning.Problem.Sentence(), warning.Rows)),
        rows.Select(Of));

    private static RowJson Of(CheckedRow row)
    {
        var number = row.Number is { Valid: true } valid ? valid : null;
        return new RowJson(
            row.Row,
            number?.E164,
            number?.Repaired == true ? row.Recipient : null,
            number?.Country?.NameIn(CultureInfo.CurrentUICulture),
            row.Message?.Text,
            row.Message is { } message ? JsonOutput.Name(message.Encoding) : null,
            row.Message?.Parts,
            row.Errors.Select(error => new RowErrorJson(error.Column, error.Problem.Code, error.Problem.Sentence())));
    }
}
