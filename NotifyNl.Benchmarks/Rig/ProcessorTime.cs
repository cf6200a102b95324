using System.Globalization;

namespace NotifyNl.Benchmarks.Rig;

/// <summary>Seconds of processor that the three sides of an installation have used so far: steadier than messages a second on a machine with other work.</summary>
internal sealed record ProcessorTime(double Nodes, double Postgres, double Gateway)
{
    /// <summary>Clock ticks a second in /proc on every Linux that .NET runs on.</summary>
    private const double Ticks = 100;

    public static async Task<ProcessorTime> ReadAsync(Stand stand)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => char.IsAsciiDigit(n![0])).Select(pid => Read(pid!)).OfType<Usage>().ToList();
        var postmaster = await stand.PostmasterAsync();
        return new ProcessorTime(
            Sum(u => stand.Nodes.Any(n => n.Process.Id == u.Pid)),
            Sum(u => u.Pid == postmaster || u.Parent == postmaster),
            Sum(u => u.Pid == stand.Gateway.ProcessId));

        double Sum(Func<Usage, bool> which) => all.Where(which).Sum(u => u.Seconds);
    }

    /// <summary>Microseconds a message since an earlier reading.</summary>
    public IEnumerable<(string Side, double Microseconds)> Since(ProcessorTime earlier, long messages) =>
    [
        ("node", (Nodes - earlier.Nodes) / messages * 1e6),
        ("postgres", (Postgres - earlier.Postgres) / messages * 1e6),
        ("gateway", (Gateway - earlier.Gateway) / messages * 1e6),
    ];

    private static Usage? Read(string pid)
    {
        string line;
        try
        {
            line = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null; // it ended while we looked
        }

        // The second field is the program's name in brackets; it may hold spaces. Of a parent that waited for them, the ended children count as well.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return new Usage(Number(pid), Number(fields[1]), (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) / Ticks);

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private sealed record Usage(int Pid, int Parent, double Seconds);
}
