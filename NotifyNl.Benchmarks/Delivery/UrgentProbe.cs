using System.Diagnostics;
using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>Sends a single message every so often, while other work runs, and asks the stand-in when each arrived: from the press, or the call, to the gateway.</summary>
/// <param name="send">An urgent message to this number.</param>
internal sealed class UrgentProbe(Stand stand, Func<string, Task> send)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly List<(string Number, DateTimeOffset Pressed)> sent = [];

    public int Count => sent.Count;

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var number = $"06{51_000_000 + sent.Count}";
            var pressed = DateTimeOffset.UtcNow;
            await send(number);
            sent.Add((number, pressed));
            await Task.Delay(Pause, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Milliseconds, in the order of sending.</returns>
    /// <exception cref="InvalidOperationException">One never arrived.</exception>
    public async Task<List<double>> LatenciesAsync()
    {
        var latencies = new List<double>();
        foreach (var (number, pressed) in sent)
        {
            var patience = Stopwatch.StartNew();
            GatewayMessage[] arrived;
            while ((arrived = await stand.Gateway.MessagesAsync(number)).Length == 0)
            {
                if (patience.Elapsed > TimeSpan.FromSeconds(30))
                    throw new InvalidOperationException("An urgent message did not arrive.");
                await Task.Delay(50);
            }

            latencies.Add((arrived[0].ReceivedAt - pressed).TotalMilliseconds);
        }

        return latencies;
    }
}
