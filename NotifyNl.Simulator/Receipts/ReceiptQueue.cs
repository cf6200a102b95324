using System.Threading.Channels;

namespace NotifyNl.Simulator.Receipts;

/// <summary>Receipts in the order in which they are due, and one tick that hands out what is: a timer each would cost more than the receipts.</summary>
internal sealed class ReceiptQueue
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Lock gate = new();
    private readonly PriorityQueue<Receipt, long> waiting = new();
    private readonly Channel<Receipt> due = Channel.CreateUnbounded<Receipt>();

    private int epoch;

    /// <summary>Grows when the queue is cleared: what was under way then belongs to the past.</summary>
    public int Epoch => Volatile.Read(ref epoch);

    public ChannelReader<Receipt> Due => due.Reader;

    public int Count
    {
        get
        {
            lock (gate)
                return waiting.Count + due.Reader.Count;
        }
    }

    public void Add(IReadOnlyList<(Receipt Receipt, long Due)> receipts)
    {
        var now = Environment.TickCount64;
        lock (gate)
        {
            foreach (var (receipt, at) in receipts)
            {
                if (at <= now)
                    due.Writer.TryWrite(receipt);
                else
                    waiting.Enqueue(receipt, at);
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            epoch++;
            waiting.Clear();
            while (due.Reader.TryRead(out _))
            {
                // Nobody waits for it any more.
            }
        }
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            var now = Environment.TickCount64;
            lock (gate)
            {
                while (waiting.TryPeek(out _, out var at) && at <= now)
                    due.Writer.TryWrite(waiting.Dequeue());
            }
        }
    }
}
