using System.Diagnostics;
using System.Text.Json;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Api.Clients;

/// <summary>The official Node client, unchanged, by base URL alone.</summary>
public sealed class NodeClientTests(ClientHost host) : IClassFixture<ClientHost>
{
    [Fact]
    public async Task EveryCall_AndItsErrors_AsTheClientExpectsThem()
    {
        var source = Path.Combine(RunningPortal.Root, "NotifyNl.Tests", "Api", "Clients", "node");
        var modules = Path.Combine(RunningPortal.Root, "artifacts", "node-client");
        Directory.CreateDirectory(modules);
        if (!File.Exists(Path.Combine(modules, "package-lock.json")) || File.ReadAllText(Path.Combine(modules, "package-lock.json")) != File.ReadAllText(Path.Combine(source, "package-lock.json")))
        {
            File.Copy(Path.Combine(source, "package.json"), Path.Combine(modules, "package.json"), overwrite: true);
            File.Copy(Path.Combine(source, ".npmrc"), Path.Combine(modules, ".npmrc"), overwrite: true);
            File.Copy(Path.Combine(source, "package-lock.json"), Path.Combine(modules, "lock"), overwrite: true);
            File.Move(Path.Combine(modules, "lock"), Path.Combine(modules, "package-lock.json"), overwrite: true);
            var (installed, why) = await RunAsync("npm", modules, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            if (installed != 0)
                File.Delete(Path.Combine(modules, "package-lock.json"));
            Assert.SkipWhen(installed != 0 && Environment.GetEnvironmentVariable("CI") != "true", $"The client cannot be installed here: {why}");
        }

        var settings = JsonSerializer.Serialize(new
        {
            url = host.Settings["NOTIFY_API_URL"],
            testKey = host.Settings["API_KEY"],
            teamKey = host.Settings["API_SENDING_KEY"],
            templateId = host.Settings["SMS_TEMPLATE_ID"],
            senderId = host.Settings["SMS_SENDER_ID"],
            number = host.Settings["FUNCTIONAL_TEST_NUMBER"],
        });
        var (status, output) = await RunAsync("node", source, "calls.mjs", modules, settings);
        Assert.True(status == 0, output);
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
