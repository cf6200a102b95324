using System.Diagnostics;
using System.Globalization;
using System.Text;
using NotifyNl.Callbacks;
using NotifyNl.Web.Documentation;

namespace NotifyNl.Tests.Documentation;

/// <summary>S13: the samples that we give to receivers, run as they stand on the page.</summary>
public sealed class VerifyingSampleTests
{
    private const string Body = """{"id":"één","status":"delivered"}""";

    private static readonly string Secret = CallbackSignature.NewSecret();
    private static readonly string Other = CallbackSignature.NewSecret();

    [Theory]
    [InlineData("python3", "verify.py")]
    [InlineData("node", "verify.js")]
    public async Task S13_SampleVerifier_TakesOursAndNothingElse(string program, string sample)
    {
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(
            "yes no no no yes yes no",
            await RunAsync(program, sample,
            [
                (Body, now, CallbackSignature.Sign([Secret], "een", now, Encoding.UTF8.GetBytes(Body))),
                (Body.Replace("delivered", "cancelled", StringComparison.Ordinal), now, CallbackSignature.Sign([Secret], "een", now, Encoding.UTF8.GetBytes(Body))), // another body
                (Body, now.AddMinutes(-6), CallbackSignature.Sign([Secret], "een", now.AddMinutes(-6), Encoding.UTF8.GetBytes(Body))), // a replay
                (Body, now, CallbackSignature.Sign([Other], "een", now, Encoding.UTF8.GetBytes(Body))), // another secret
                (Body, now, CallbackSignature.Sign([Other, Secret], "een", now, Encoding.UTF8.GetBytes(Body))), // while the secret is replaced
                (Body, now.AddMinutes(-4), CallbackSignature.Sign([Secret], "een", now.AddMinutes(-4), Encoding.UTF8.GetBytes(Body))),
                (Body, now, CallbackSignature.Sign([Secret], "twee", now, Encoding.UTF8.GetBytes(Body))), // another event's
            ]));
    }

    private static async Task<string> RunAsync(string program, string sample, (string Body, DateTimeOffset At, string Signature)[] calls)
    {
        var folder = Directory.CreateTempSubdirectory("notify-sample-").FullName;
        try
        {
            var python = program == "python3";
            var script = new StringBuilder(Manual.Read("samples/" + sample)).AppendLine();
            foreach (var (body, at, signature) in calls)
            {
                var bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
                var headers = string.Create(
                    CultureInfo.InvariantCulture, $$"""{"webhook-id": "een", "webhook-timestamp": "{{at.ToUnixTimeSeconds()}}", "webhook-signature": "{{signature}}"}""");
                script.AppendLine(python
                    ? $"print('yes' if is_from_notify('{Secret}', {headers}, base64.b64decode('{bytes}')) else 'no')"
                    : $"console.log(isFromNotify('{Secret}', {headers}, Buffer.from('{bytes}', 'base64')) ? 'yes' : 'no');");
            }

            var file = Path.Combine(folder, sample);
            await File.WriteAllTextAsync(file, script.ToString());
            Process process;
            try
            {
                process = Process.Start(new ProcessStartInfo(program, [file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Skip($"{program} is not on this machine.");
                throw;
            }

            using (process)
            {
                var output = await process.StandardOutput.ReadToEndAsync();
                Assert.Equal("", await process.StandardError.ReadToEndAsync());
                return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
