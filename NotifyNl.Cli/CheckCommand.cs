using System.Text.Json;
using NotifyNl.Recipients;
using NotifyNl.Templates;

namespace NotifyNl.Cli;

/// <summary>Checks a list as the portal does.</summary>
internal static class CheckCommand
{
    public static int Run(Arguments arguments, TextWriter output, TextWriter errors)
    {
        var content = arguments["--content"] ?? throw new UsageException("--content ontbreekt: de tekst van het bericht, met ((invulvelden))");
        var options = new ListCheckOptions { Template = TemplateText.Parse(content), Prefix = arguments["--prefix"], Accents = arguments.Mode };
        var (most, path) = (arguments.Rows, arguments.Subject);
        if (!File.Exists(path))
        {
            errors.WriteLine($"Er is geen bestand {path}");
            return CommandLine.WrongUsage;
        }

        var rows = new List<CheckedRow>();
        using var file = File.OpenRead(path);
        var report = new RecipientListCheck(options).Check(file, Path.GetFileName(path), onRow: row =>
        {
            if (rows.Count < most)
                rows.Add(row);
        });

        if (arguments.Json)
            output.WriteLine(JsonSerializer.Serialize(CheckReportJson.Of(report, rows), JsonOutput.Readable.CheckJson));
        else
            CheckReportText.Write(report, rows, output);
        return report.Sendable ? CommandLine.Fine : CommandLine.Blocked;
    }
}
