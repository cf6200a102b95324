using System.Diagnostics;
using NotifyNl.Benchmarks.Rig;
using Npgsql;

namespace NotifyNl.Benchmarks.Faults;

/// <summary>One batch of bulk and a small one of urgent messages on their way over fresh nodes, for a fault to strike at.</summary>
internal sealed class Trial(Stand stand, TrialService service, Guid bulk, Guid urgent, int messages)
{
    public const int UrgentMessages = 150;

    public Stand Stand => stand;

    public TrialService Service => service;

    public Gateway Gateway => stand.Gateway;

    public IReadOnlyList<Node> Nodes => stand.Nodes;

    public int Messages => messages;

    /// <summary>What must be stored in the end.</summary>
    public long Expected { get; private set; }

    /// <summary>How long after an outage began the calls dried up, where the fault is an outage.</summary>
    public double? BreakerSeconds { get; private set; }

    /// <summary>What else a fault found worth a word.</summary>
    public string Remark { get; set; } = "";

    public Guid BulkBatch { get; private set; }

    public async Task PressAsync(bool withUrgent = true, DateTimeOffset? scheduledFor = null)
    {
        if (withUrgent)
        {
            await service.PressAsync(await service.UploadAgainAsync(urgent, UrgentMessages));
            Expected += UrgentMessages;
        }

        BulkBatch = await service.UploadAgainAsync(bulk, messages);
        await service.PressAsync(BulkBatch, scheduledFor);
        Expected += messages;
    }

    /// <summary>So many more were stored by another way than a press.</summary>
    public void Expect(int more) => Expected += more;

    /// <summary>Waits until the gateway has taken such a share of all.</summary>
    public Task UntilAcceptedAsync(double share) => UntilAsync(async () => (await Gateway.CountsAsync()).Accepts >= share * Expected, $"{share:P0} to be accepted", 60);

    private static async Task UntilAsync(Func<Task<bool>> condition, string what, int seconds)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; await Task.Delay(25))
        {
            if (await condition())
                return;
        }

        throw new BreachException($"waited {seconds} s for {what}");
    }

    /// <summary>Waits until every message has its last status; a database that is away meanwhile is no reason to give up.</summary>
    public Task UntilSettledAsync() => UntilAsync(
        async () =>
        {
            try
            {
                return await stand.ReadAsync<long>("select count(*) from notifications where status >= 20") >= Expected
                    && await stand.ReadAsync<long>("select count(*) from claims") == 0 && (await Gateway.CountsAsync()).ReceiptsWaiting == 0;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        },
        "all messages to have a last status", 120);

    /// <summary>An outage has just begun: after five seconds at most a knock now and then may still come.</summary>
    public async Task ProveBreakerAsync()
    {
        const int KnocksASecond = 2;
        var clock = Stopwatch.StartNew();
        var before = (await Gateway.CountsAsync()).Requests;
        while (true)
        {
            await Task.Delay(500);
            var now = (await Gateway.CountsAsync()).Requests;
            if (now - before <= KnocksASecond * Nodes.Count / 2.0)
            {
                BreakerSeconds = Math.Max(0, clock.Elapsed.TotalSeconds - 0.5);
                return;
            }

            if (clock.Elapsed.TotalSeconds > 5.5)
                throw new BreachException("5 s after the outage began, calls still come one after another");
            before = now;
        }
    }
}
