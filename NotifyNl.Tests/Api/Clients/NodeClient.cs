using System.Diagnostics;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Api.Clients;

/// <summary>The official Node client, installed once a run from the lock file beside the tests.</summary>
internal static class NodeClient
{
    private static readonly Lazy<Task<(string Folder, string? Why)>> Installed = new(InstallAsync);

    public static string Source { get; } = Path.Combine(RunningPortal.Root, "NotifyNl.Tests", "Api", "Clients", "node");

    /// <summary>Skips the test where it cannot be installed, but not in CI.</summary>
    /// <returns>The folder that holds its node_modules.</returns>
    public static async Task<string> FolderAsync()
    {
        var (folder, why) = await Installed.Value;
        Assert.SkipWhen(why is not null && Environment.GetEnvironmentVariable("CI") != "true", $"The client cannot be installed here: {why}");
        return folder;
    }

    public static async Task<(int Status, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static async Task<(string Folder, string? Why)> InstallAsync()
    {
        var modules = Path.Combine(RunningPortal.Root, "artifacts", "node-client");
        var (lockFile, wanted) = (Path.Combine(modules, "package-lock.json"), Path.Combine(Source, "package-lock.json"));
        Directory.CreateDirectory(modules);
        if (File.Exists(lockFile) && File.ReadAllText(lockFile) == File.ReadAllText(wanted))
            return (modules, null);
        foreach (var name in new[] { "package.json", ".npmrc", "package-lock.json" })
            File.Copy(Path.Combine(Source, name), Path.Combine(modules, name), overwrite: true);
        var (status, why) = await RunAsync("npm", modules, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (status == 0)
            return (modules, null);
        File.Delete(lockFile);
        return (modules, why);
    }
}
