using System.Diagnostics;
using NotifyNl.ApiKeys;
using NotifyNl.Web.Documentation;

namespace NotifyNl.Tests.Api.Clients;

/// <summary>The samples of the documentation that send, run as they stand on the page against a listening server. The .NET one is what <see cref="DotNetClientTests"/> call.</summary>
public sealed class SendingSampleTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string TemplateOfTheSamples = "f33517ff-2a88-4f6e-b855-c550268ce08a";

    [Theory]
    [InlineData("bash", "send.sh")]
    [InlineData("node", "send.js")]
    [InlineData("python3", "send.py")]
    [InlineData("java", "send.java")]
    [InlineData("php", "send.php")]
    public async Task Sample_SendsOneMessage(string program, string sample)
    {
        var given = await ApiGiven.AsyncIn(host, content: "Beste ((naam)), uw paspoort ligt klaar.");
        var modules = program == "node" ? await NodeClient.FolderAsync() : "";
        var folder = Directory.CreateTempSubdirectory("notify-sample-").FullName;
        try
        {
            var text = Manual.Read("samples/" + sample);
            Assert.Contains("@@BASE@@", text, StringComparison.Ordinal);
            Assert.Contains(TemplateOfTheSamples, text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                Path.Combine(folder, sample), text.Replace("@@BASE@@", host.Address, StringComparison.Ordinal).Replace(TemplateOfTheSamples, $"{given.TemplateId}", StringComparison.Ordinal));
            await RunAsync(program, folder, sample, $"proef-{given.ServiceId}-{given.Keys[ApiKeyType.Test].Secret}", modules);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var sent = (await given.GetAsync("/v2/notifications?reference=zaak-12", ApiKeyType.Test)).Body!["notifications"]!.AsArray();
        Assert.Equal("Beste Ans, uw paspoort ligt klaar.", (string?)Assert.Single(sent)!["body"]);
    }

    private static async Task RunAsync(string program, string folder, string sample, string key, string modules)
    {
        var start = new ProcessStartInfo(program, [sample]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NOTIFY_API_KEY"] = key;
        start.Environment["NODE_PATH"] = Path.Combine(modules, "node_modules");
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine.");
            throw;
        }

        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await output + await errors);
            Assert.Matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", await output);
        }
    }
}
