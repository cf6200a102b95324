using System.Net;
using System.Net.Sockets;

namespace NotifyNl.Benchmarks.Rig;

/// <summary>A node as in production: the program itself, with its settings. It may be killed and started again at the same address.</summary>
internal sealed class Node(string name, string folder, int port, IReadOnlyDictionary<string, string> settings)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private ChildProcess? process;

    public string Name => name;

    public string Address => $"http://127.0.0.1:{port}";

    public ChildProcess Process => process ?? throw new InvalidOperationException($"Node {name} was never started.");

    /// <summary>Returns when it is ready for work.</summary>
    public async Task StartAsync()
    {
        process = await ChildProcess.StartAsync("NotifyNl.Web", Path.Combine(folder, name + ".log"), settings);
        for (var give = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < give; await Task.Delay(50))
        {
            if (!process.Running)
                break;
            if (await IsReadyAsync())
                return;
        }

        throw new InvalidOperationException($"Node {name} does not start:\n{process.Output}");
    }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync(Address + "/health/ready");
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
