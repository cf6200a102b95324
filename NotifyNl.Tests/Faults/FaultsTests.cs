using System.Diagnostics;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Faults;

/// <summary><c>./notify faults</c> with whole nodes as programs: in every run a few faults over small batches, in the long one all of them.</summary>
[Collection(RunningPortal.OneAtATime)]
public sealed class FaultsTests
{
    [Fact]
    public async Task AfterAFault_NothingIsLostAndNothingDoubled()
    {
        string[] asked = Environment.GetEnvironmentVariable("NOTIFYNL_TEST_LONG") == "1" ? ["all", "--messages", "5000"] : ["short", "--messages", "2000"];

        var (exit, output) = await RunAsync(asked);

        Assert.True(exit == 0, output);
        Assert.Contains("holds", output, StringComparison.Ordinal);
        Assert.DoesNotContain("BREACH", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownFault_IsRefusedWithTheNamesThatExist()
    {
        var (exit, output) = await RunAsync("nodekiled");

        Assert.Equal(2, exit);
        Assert.Contains("De storing nodekiled bestaat niet", output, StringComparison.Ordinal);
        Assert.Contains("node-killed", output, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [RunningPortal.Program("NotifyNl.Benchmarks"), "faults", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        RunLogs.Open("faults", trace: false).Write(output + await errors);
        return (process.ExitCode, output + await errors);
    }
}
