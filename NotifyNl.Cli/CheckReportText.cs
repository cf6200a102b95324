using NotifyNl.Recipients;

namespace NotifyNl.Cli;

/// <summary>The report for a person at a terminal.</summary>
internal static class CheckReportText
{
    public static void Write(ListCheckReport report, IEnumerable<CheckedRow> rows, TextWriter output)
    {
        foreach (var problem in report.Problems)
            output.WriteLine($"Probleem: {problem.Sentence()}");
        foreach (var warning in report.Warnings)
            output.WriteLine($"Let op: {warning.Problem.Sentence()}");
        foreach (var row in rows)
            WriteRow(row, output);

        var (counts, parts) = (report.Counts, report.Parts);
        output.WriteLine($"{counts.Rows:N0} rijen, {counts.Sendable:N0} te versturen, {counts.WithErrors:N0} met een fout");
        if (counts.Sendable > 0)
            output.WriteLine($"{parts.Total:N0} sms-delen; per bericht {parts.Min} tot {parts.Max}");
    }

    private static void WriteRow(CheckedRow row, TextWriter output)
    {
        var to = row.Number is { Valid: true, E164: { } e164 } ? PhoneNumberReader.Display(e164) : row.Recipient ?? "-";
        output.WriteLine($"Rij {row.Row}  {to}  {row.Message?.Text.ReplaceLineEndings(" ")}");
        foreach (var error in row.Errors)
            output.WriteLine(error.Column.Length == 0 ? $"    {error.Problem.Sentence()}" : $"    {error.Column}: {error.Problem.Sentence()}");
    }
}
