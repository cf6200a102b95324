using System.Diagnostics;
using System.Globalization;

namespace NotifyNl.Benchmarks.Engine;

/// <summary>
/// Reads, checks and measures lists of 10,000, 100,000 and 1,000,000 rows. Each run is a fresh process: its time includes nothing that
/// an earlier one warmed up, and its peak memory is its own. Beside it stands the reader alone, on the same file: the limit.
/// </summary>
internal static class EngineBench
{
    private static readonly (string Format, string Size, int Rows, int Pairs)[] Cases =
    [
        ("xlsx", "10k", 10_000, 5), ("csv", "10k", 10_000, 5),
        ("xlsx", "100k", 100_000, 5), ("csv", "100k", 100_000, 5),
        ("xlsx", "1m", 1_000_000, 1), ("csv", "1m", 1_000_000, 1),
    ];

    public static int Run(BenchFile file)
    {
        var folder = Directory.CreateTempSubdirectory("notify-bench-").FullName;
        try
        {
            var rows = Cases.SelectMany(c => Measure(folder, c.Format, c.Size, c.Rows, c.Pairs)).ToList();
            file.Replace("engine", rows);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<BenchRow> Measure(string folder, string format, string size, int rows, int pairs)
    {
        var path = Path.Combine(folder, $"list-{size}.{format}");
        SampleList.Write(path, rows);
        var (check, read) = (new List<Figure>(), new List<Figure>());
        for (var i = 0; i < pairs; i++)
        {
            check.Add(RunChild("check", path));
            read.Add(RunChild("read", path));
        }

        var (ours, alone) = (Median(check), Median(read));
        Console.WriteLine(
            $"{format,-5}{size,5}  check {ours.Seconds:0.00} s {ours.PeakMiB:0} MiB   reader alone {alone.Seconds:0.00} s {alone.PeakMiB:0} MiB");
        File.Delete(path);
        var name = $"check-{format}-{size}";
        return
        [
            new BenchRow("engine", name, "seconds", ours.Seconds, "s", alone.Seconds, Math.Round(alone.Seconds / ours.Seconds, 3)),
            new BenchRow("engine", name, "peakMiB", ours.PeakMiB, "MiB", alone.PeakMiB, Math.Round(alone.PeakMiB / ours.PeakMiB, 3)),
        ];
    }

    private static Figure Median(List<Figure> figures) => new(
        figures.Select(f => f.Seconds).Order().ElementAt(figures.Count / 2),
        figures.Select(f => f.PeakMiB).Order().ElementAt(figures.Count / 2));

    private static Figure RunChild(string what, string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["engine-case", what, path]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "0"; // stands for a server that has been up for a while, whose code is optimised
        using var child = Process.Start(start)!;
        var line = child.StandardOutput.ReadToEnd().Trim().Split(' ');
        child.WaitForExit();
        return child.ExitCode == 0 && line.Length == 2
            ? new Figure(double.Parse(line[0], CultureInfo.InvariantCulture), double.Parse(line[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The case {what} of {path} ended with {child.ExitCode}.");
    }

    private readonly record struct Figure(double Seconds, double PeakMiB);
}
