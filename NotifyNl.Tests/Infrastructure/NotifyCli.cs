using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>What ./notify check, parts and number start, as a process of its own: exit code, output, processor time, and the most memory it held.</summary>
internal sealed record NotifyCli(int Exit, string Output, string Errors, TimeSpan Time, double PeakMiB)
{
    private static readonly string Program = Path.Combine(
        RunningPortal.Root, "NotifyNl.Cli", "bin", AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "notify-cli.dll");

    public JsonNode Json => JsonNode.Parse(Output)!;

    public static async Task<NotifyCli> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Its memory is as its users find it, not as ./notify test gives it to the tests.
        start.Environment.Remove("DOTNET_GCgen0size");
        start.Environment.Remove("DOTNET_GCRetainVM");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (peak, time) = (0.0, TimeSpan.Zero);
        while (!process.WaitForExit(5))
            (peak, time) = (Math.Max(peak, HighWaterMark(process.Id)), Spent(process) ?? time);
        await process.WaitForExitAsync();
        return new NotifyCli(process.ExitCode, await output, await errors, time, peak);
    }

    /// <returns>Null when it has just ended: the time up to then is missed by 5 ms at most.</returns>
    private static TimeSpan? Spent(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception) // the second: while it was being asked
        {
            return null;
        }
    }

    /// <summary>The kernel keeps it: only growth in the last 5 ms is missed.</summary>
    private static double HighWaterMark(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0; // ended in between
        }
    }
}
