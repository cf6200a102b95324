using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Receipts;

/// <summary>Sends what is due over a bounded number of connections, and again what was not answered with 2xx.</summary>
internal sealed class ReceiptSender(ReceiptQueue queue, IReadOnlyDictionary<GatewayName, IGatewayProtocol> protocols, int connections) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int FirstRetry = 500;
    private const int LastRetry = 5_000;

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections,
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    });

    private long sent;
    private long acknowledged;
    private long givenUp;
    private int underWay;

    /// <summary>Calls made, repeated ones included.</summary>
    public long Sent => Interlocked.Read(ref sent);

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    public long GivenUp => Interlocked.Read(ref givenUp);

    public int UnderWay => Volatile.Read(ref underWay);

    public Task RunAsync(CancellationToken cancel) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => PassOnAsync(cancel), cancel)));

    public void Clear()
    {
        Interlocked.Exchange(ref sent, 0);
        Interlocked.Exchange(ref acknowledged, 0);
        Interlocked.Exchange(ref givenUp, 0);
    }

    public async Task SendOrRetryAsync(Receipt receipt)
    {
        using var patience = new CancellationTokenSource();
        await SendOrRetryAsync(receipt, patience);
    }

    public void Dispose() => http.Dispose();

    private async Task PassOnAsync(CancellationToken cancel)
    {
        var patience = new CancellationTokenSource();
        await foreach (var receipt in queue.Due.ReadAllAsync(cancel))
        {
            await SendOrRetryAsync(receipt, patience);
            if (patience.TryReset())
                continue;
            patience.Dispose();
            patience = new CancellationTokenSource();
        }
    }

    private async Task SendOrRetryAsync(Receipt receipt, CancellationTokenSource patience)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            patience.CancelAfter(Patience);
            Interlocked.Increment(ref sent);
            var yes = await IsAcknowledgedAsync(receipt, patience.Token);
            if (receipt.Epoch != queue.Epoch)
                return;
            if (yes)
                Interlocked.Increment(ref acknowledged);
            else
                Retry(receipt);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task<bool> IsAcknowledgedAsync(Receipt receipt, CancellationToken cancel)
    {
        try
        {
            using var request = protocols[receipt.Gateway].WriteReceipt(receipt);
            using var response = await http.SendAsync(request, cancel);
            return response.IsSuccessStatusCode;
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
        catch (Exception address) when (address is UriFormatException or NotSupportedException or InvalidOperationException)
        {
            // An address that cannot be called today may be set right tomorrow.
            return false;
        }
    }

    private void Retry(Receipt receipt)
    {
        var at = Environment.TickCount64 + Math.Min(LastRetry, FirstRetry << Math.Min(receipt.Attempts++, 8));
        if (at > receipt.GiveUpAt)
            Interlocked.Increment(ref givenUp);
        else
            queue.Add([(receipt, at)]);
    }
}
