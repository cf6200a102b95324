using System.Diagnostics;
using System.Globalization;
using NotifyNl.Recipients;
using NotifyNl.Recipients.Reading;
using NotifyNl.Templates;

namespace NotifyNl.Benchmarks.Engine;

/// <summary>One measured run, in a process of its own: prints seconds and peak memory in MiB.</summary>
internal static class EngineCase
{
    public static int Run(string what, string path)
    {
        var watch = Stopwatch.StartNew();
        var rows = what == "check" ? Check(path) : Read(path);
        var seconds = watch.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000} {self.PeakWorkingSet64 / 1048576.0:0.0}"));
        return rows > 0 ? 0 : 1;
    }

    private static int Check(string path)
    {
        var options = new ListCheckOptions
        {
            Template = TemplateText.Parse(SampleList.Content),
            Prefix = "SVB",
            MaxRows = int.MaxValue,
            MaxBytes = long.MaxValue,
        };
        var measured = 0;
        using var file = File.OpenRead(path);
        var report = new RecipientListCheck(options).Check(file, Path.GetFileName(path), row => measured += row.Message!.Parts > 0 ? 1 : 0);
        return report.Problems.Count == 0 && measured == report.Counts.Sendable ? measured : 0;
    }

    private static int Read(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = ListFile.Open(file, Path.GetFileName(path), long.MaxValue);
        var rows = 0;
        while (reader.Next() is not null)
            rows++;
        return rows;
    }
}
