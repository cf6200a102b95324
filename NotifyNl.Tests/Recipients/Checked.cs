using System.Text;
using NotifyNl.Recipients;
using NotifyNl.Templates;

namespace NotifyNl.Tests.Recipients;

/// <summary>A list that went through the engine: the report, and the rows as they passed.</summary>
internal sealed record Checked(ListCheckReport Report, List<CheckedRow> Rows)
{
    public const string Content = "Beste ((naam)), uw paspoort ligt klaar.";

    public IEnumerable<string> Problems => Report.Problems.Select(problem => problem.Code);

    public IEnumerable<string> Warnings => Report.Warnings.Select(warning => warning.Problem.Code);

    /// <summary>The texts of the messages, in order; null for a row that has none.</summary>
    public IEnumerable<string?> Texts => Rows.Select(row => row.Message?.Text);

    public IEnumerable<string?> Numbers => Rows.Select(row => row.Number?.E164);

    /// <summary>The codes of what is wrong with a row.</summary>
    public IEnumerable<string> Errors(int row) => Rows[row].Errors.Select(error => error.Problem.Code);

    public static Checked Csv(string text, string content = Content, Func<ListCheckOptions, ListCheckOptions>? with = null) =>
        File(Encoding.UTF8.GetBytes(text), "lijst.csv", content, with);

    public static Checked File(byte[] file, string name, string content = Content, Func<ListCheckOptions, ListCheckOptions>? with = null)
    {
        var options = new ListCheckOptions { Template = TemplateText.Parse(content) };
        var rows = new List<CheckedRow>();
        var report = new RecipientListCheck(with?.Invoke(options) ?? options).Check(new MemoryStream(file), name, rows.Add, default);
        return new Checked(report, rows);
    }
}
