using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>
/// Debian's Kannel on loopback: bearerbox and smsbox, with fakesmsc for an operator. Somebody else's gateway, so that our stand-in does not share our misreadings.
/// Everything it writes, its own logs too, is in a folder that goes with it.
/// </summary>
internal sealed class Kannel : IAsyncDisposable
{
    public const string Username = "notify";
    public const string Password = "een-proef";

    private const string Bearerbox = "/usr/sbin/bearerbox", Smsbox = "/usr/sbin/smsbox", Fakesmsc = "/usr/lib/kannel/test/fakesmsc";

    private readonly string folder = Directory.CreateTempSubdirectory("notify-kannel-").FullName;
    private readonly List<Process> boxes = [];
    private readonly int sendPort = FreePort();

    private Kannel()
    {
    }

    public Uri SendUrl => new($"http://127.0.0.1:{sendPort}/cgi-bin/sendsms");

    /// <summary>What the operator's telephone network was handed: a line a message, with sender, number and text.</summary>
    public IEnumerable<string> Arrived()
    {
        using var log = new StreamReader(File.Open(Path.Combine(folder, "fakesmsc.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (log.ReadLine() is { } line)
        {
            if (line.IndexOf("Got message ", StringComparison.Ordinal) is >= 0 and var at)
                yield return line[line.IndexOf('<', at)..];
        }
    }

    /// <summary>Ready to take messages. Skips the test where Kannel is not there and cannot be installed; on CI only when apt itself fails.</summary>
    public static async Task<Kannel> StartAsync()
    {
        if (!File.Exists(Bearerbox) || !File.Exists(Fakesmsc))
            await InstallAsync();
        var kannel = new Kannel();
        try
        {
            await kannel.StartBoxesAsync();
            return kannel;
        }
        catch
        {
            await kannel.DisposeAsync();
            throw;
        }
    }

    private static async Task InstallAsync()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "Kannel is not on this machine, and a test that is not root cannot install it: apt-get install kannel kannel-extras.");
            Assert.Skip("Kannel is not on this machine: apt-get install kannel kannel-extras.");
        }

        if (await AptAsync("install", "-y", "--no-install-recommends", "kannel", "kannel-extras") is not null)
        {
            await AptAsync("update");
            if (await AptAsync("install", "-y", "--no-install-recommends", "kannel", "kannel-extras") is { } failure)
                Assert.Skip($"apt-get does not install Kannel: {failure}");
        }
    }

    /// <returns>Its last words where it fails.</returns>
    private static async Task<string?> AptAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("apt-get", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var apt = Process.Start(start)!;
        apt.StandardInput.Close();
        var errors = apt.StandardError.ReadToEndAsync();
        await apt.StandardOutput.ReadToEndAsync();
        await apt.WaitForExitAsync();
        return apt.ExitCode == 0 ? null : (await errors).Trim().Split('\n')[^1];
    }

    private async Task StartBoxesAsync()
    {
        var (boxPort, operatorPort) = (FreePort(), FreePort());
        Directory.CreateDirectory(Path.Combine(folder, "spool"));
        var settings = Path.Combine(folder, "kannel.conf");
        await File.WriteAllTextAsync(settings, Settings(FreePort(), boxPort, operatorPort));
        Start("bearerbox", Bearerbox, settings);
        await UntilListeningAsync(boxPort);
        await UntilListeningAsync(operatorPort);
        Start("smsbox", Smsbox, settings);
        await UntilListeningAsync(sendPort);
        Start("fakesmsc", Fakesmsc, "-H", "127.0.0.1", "-r", $"{operatorPort}");
    }

    private string Settings(int adminPort, int boxPort, int operatorPort) => $"""
        group = core
        admin-port = {adminPort}
        admin-interface = 127.0.0.1
        admin-password = {Password}
        smsbox-port = {boxPort}
        smsbox-interface = 127.0.0.1
        box-allow-ip = "127.0.0.1"
        box-deny-ip = "*.*.*.*"
        access-log = "{folder}/access.log"
        store-type = spool
        store-location = "{folder}/spool"
        dlr-storage = internal

        group = smsc
        smsc = fake
        smsc-id = PROEF
        host = 127.0.0.1
        port = {operatorPort}
        connect-allow-ip = 127.0.0.1

        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = {sendPort}
        sendsms-interface = 127.0.0.1
        access-log = "{folder}/smsbox-access.log"

        group = sendsms-user
        username = {Username}
        password = {Password}
        user-allow-ip = "127.0.0.1"
        max-messages = 10
        concatenation = true

        group = sms-service
        keyword = default
        max-messages = 0
        text = ""

        """;

    /// <summary>Its input stays open: fakesmsc ends when there is nobody to type.</summary>
    private void Start(string name, string program, params string[] arguments)
    {
        string[] command = ["--pdeathsig", "KILL", "--", "sh", "-c", "exec \"$@\" >\"$0\" 2>&1", Path.Combine(folder, name + ".log"), program, .. arguments];
        boxes.Add(Process.Start(new ProcessStartInfo("setpriv", command) { RedirectStandardInput = true, WorkingDirectory = folder })!);
    }

    private async Task UntilListeningAsync(int port)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(10) && boxes.TrueForAll(b => !b.HasExited))
            {
                // Not yet.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var box in Enumerable.Reverse(boxes))
        {
            if (!box.HasExited)
                box.Kill();
            await box.WaitForExitAsync();
            box.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }
}
