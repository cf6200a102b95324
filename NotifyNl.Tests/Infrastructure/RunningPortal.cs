extern alias simulator;

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NotifyNl.Accounts;
using simulator::NotifyNl.Simulator;
using simulator::NotifyNl.Simulator.Control;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>The whole product as users have it: the portal as a process of its own on a real port, real PostgreSQL, the stand-in gateway on a socket, the demo data.</summary>
public sealed class RunningPortal(PostgresServer server) : IAsyncLifetime
{
    /// <summary>The collection of classes that each take a portal of their own: two cores carry no more than one at a time.</summary>
    public const string OneAtATime = "One running portal at a time";

    /// <summary>Shorter than in production: a test waits for it.</summary>
    public static readonly TimeSpan CircuitCheck = TimeSpan.FromSeconds(1);

    public const string ReceiptSecret = "a-secret-for-tests-0123456789";

    private readonly PostgresFixture postgres = new(server);
    private readonly string dataFolder = Directory.CreateTempSubdirectory("notify-portal-").FullName;
    private readonly int port = FreePort();
    private readonly LogFile log = RunLogs.Open("portal", IsTalkative);
    private byte[] appKey = [];
    private Process? process;

    public static string Root { get; } = FindRoot();

    /// <summary>localhost by name, as people type it.</summary>
    public string Address => $"http://localhost:{port}";

    public SimulatorHost Gateway { get; private set; } = null!;

    public PostgresFixture Postgres => postgres;

    public string Password { get; private set; } = "";

    /// <summary>Beside those that every portal of the tests has.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What it wrote to its console until now.</summary>
    public string Log => log.Read();

    /// <returns>Which of the parts are in no line of it.</returns>
    public IReadOnlyCollection<string> MissingInLog(params string[] parts) => log.Missing(parts);

    /// <summary>
    /// What the code app of a demo account shows. A code counts once, and tests sign in as the same person within seconds: the account forgets that it was used.
    /// </summary>
    public async Task<string> CodeAsync(string email)
    {
        await postgres.ExecuteAsync("update users set authenticator_step = null where email = $1", email);
        return Totp.Code(appKey, Totp.StepOf(DateTimeOffset.UtcNow));
    }

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        Gateway = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            SmtpPort = 0,
            CmReceiptUrl = $"http://127.0.0.1:{port}/gateways/cm/receipts/{ReceiptSecret}",
            Behaviour = new Behaviour { ReceiptDelay = TimeSpan.FromMilliseconds(300) },
        });
        await StartAsync();
        var accounts = await File.ReadAllLinesAsync(Path.Combine(dataFolder, "demo-accounts.txt"));
        Password = RunLogs.Secret(accounts[^1].Split(' ')[^1]);
        appKey = Totp.Key(RunLogs.Secret(accounts.Single(line => line.StartsWith("Sleutel", StringComparison.Ordinal)).Split(' ')[^1]));
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Program("NotifyNl.Web")])
        {
            WorkingDirectory = Path.Combine(Root, "NotifyNl.Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = $"http://127.0.0.1:{port};http://[::1]:{port}",
            ["ConnectionStrings__NotifyNl"] = postgres.Web,
            ["ConnectionStrings__NotifyNlOwner"] = postgres.Owner,
            ["ConnectionStrings__NotifyNlWorker"] = postgres.Worker,
            ["DataFolder"] = dataFolder,
            ["Demo__Enabled"] = "true",
            ["Gateways__Cm__Url"] = $"{Gateway.Address}/cm/v1.0/message",
            ["Gateways__Cm__ProductToken"] = "a-token",
            ["Gateways__Cm__ReceiptSecret"] = ReceiptSecret,
            ["Mail__SmtpPort"] = Gateway.SmtpPort!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PublicUrl"] = Address,
            // All tests of a class come from one address.
            ["RateLimits__SignIn"] = "10000",
            ["RateLimits__Codes"] = "10000",
            ["RateLimits__Invitations"] = "10000",
            ["Accounts__CircuitCheck"] = $"{CircuitCheck}",
            ["Delivery__ReceiptWindow"] = "00:00:05",
            ["Delivery__Lease"] = "00:00:12",
        }.Concat(Settings).Concat(IsTalkative ? RunLogs.Talkative.Select(name => KeyValuePair.Create($"Logging__LogLevel__{name}", "Trace")) : []))
        {
            start.Environment[key] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => log.Write(line.Data);
        process.ErrorDataReceived += (_, line) => log.Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(100))
        {
            if (process.HasExited)
                Assert.Fail($"The portal ended:\n{Log}");
            try
            {
                if ((await http.GetAsync($"{Address}/health/ready")).StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        Assert.Fail($"The portal is not ready after two minutes:\n{Log}");
    }

    /// <summary>As when the power fails: nothing of the program gets to run.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            Kill();
        process?.Dispose();
        await Gateway.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
    }

    /// <summary>One of our programs, as built along with the tests.</summary>
    public static string Program(string name) => Path.Combine(Root, name, "bin", Configuration, "net10.0", name + ".dll");

    public static string Sample(string name) => Path.Combine(Root, "NotifyNl.Tests", "Samples", name);

    // Which hosts, and why not all: RunLogs.
    private static bool IsTalkative => TestContext.Current.TestCollection?.TestCollectionDisplayName is SharedPortal.Name or Accounts.SingleSignOnPortal.Name;

    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NotifyNl.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
