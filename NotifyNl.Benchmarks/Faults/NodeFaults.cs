using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Faults;

/// <summary>What may happen to nodes.</summary>
internal static class NodeFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("node-killed", "F1", async trial =>
        {
            await trial.PressAsync();
            await trial.UntilAcceptedAsync(0.3);
            await trial.Nodes[1].Process.KillAsync();
            await trial.UntilAcceptedAsync(0.6);
            await trial.Nodes[1].StartAsync();
        }) { Breaks = 1 },
        new("node-killed-again-and-again", "F2", async trial =>
        {
            await trial.PressAsync();
            for (var round = 0; round < 3; round++)
            {
                await trial.UntilAcceptedAsync(0.2 + (0.2 * round));
                var node = trial.Nodes[round % 2];
                await node.Process.KillAsync();
                await node.StartAsync();
            }
        }) { Breaks = 3 },
        new("copy-killed", "F3", CopyKilledAsync) { Breaks = 1 },
        new("all-killed", "F1", async trial =>
        {
            await trial.PressAsync();
            await trial.UntilAcceptedAsync(0.4);
            await Task.WhenAll(trial.Nodes.Select(node => node.Process.KillAsync()));
            await Task.Delay(TimeSpan.FromSeconds(1));
            await Task.WhenAll(trial.Nodes.Select(node => node.StartAsync()));
        }) { Breaks = 1, Nodes = 3 },
        new("node-frozen", "F25", async trial =>
        {
            await trial.PressAsync();
            await trial.UntilAcceptedAsync(0.3);
            trial.Nodes[1].Process.Send(Signal.Stop);
            await Task.Delay(2 * FaultBench.Lease);
            trial.Nodes[1].Process.Send(Signal.Continue);
        }) { Breaks = 1 },
        new("clock-off", "F23", async trial =>
        {
            // This node believes that it is five minutes later; leases and schedules go by the database's clock.
            // By the library itself: the command faketime starts its program as a child, which would outlive it and work on in the trials that follow.
            await trial.Stand.AddNodeAsync(new Dictionary<string, string>(FaultBench.Settings) { ["LD_PRELOAD"] = FakeClock()!, ["FAKETIME"] = "+5m", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1" });
            await trial.PressAsync();
            await trial.UntilAcceptedAsync(0.5);
        }) { Obstacle = () => FakeClock() is not null ? null : "faketime is not installed (apt-get install faketime)" },
        new("start-race", "F24", async trial =>
        {
            // All nodes are woken at once, and twice.
            await trial.PressAsync();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => trial.Service.PressAsync(trial.BulkBatch)));
        }) { Nodes = 3 },
        new("schedule-node-killed", "F26", async trial =>
        {
            await trial.PressAsync(scheduledFor: DateTimeOffset.UtcNow.AddSeconds(4));
            await Task.Delay(TimeSpan.FromSeconds(3));
            await trial.Nodes[0].Process.KillAsync();
            await trial.UntilAcceptedAsync(0.5);
            await trial.Nodes[0].StartAsync();
        }) { Breaks = 1 },
        new("rolling-restart", "F27", async trial =>
        {
            await trial.PressAsync();
            await trial.UntilAcceptedAsync(0.1);
            foreach (var node in trial.Nodes)
            {
                await node.Process.StopAsync();
                await node.StartAsync();
            }
        }) { Nodes = 3 },
        new("stop-under-load", "F27", async trial =>
        {
            await trial.PressAsync();
            await trial.UntilAcceptedAsync(0.3);
            await Task.WhenAll(trial.Nodes.Select(node => node.Process.StopAsync()));
            if (await trial.Stand.ReadAsync<long>("select count(*) from notifications where status in (1, 2, 11)") is > 0 and var left)
                throw new BreachException($"a stop in good order left {left} messages half-way");
            await Task.WhenAll(trial.Nodes.Select(node => node.StartAsync()));
        }),
    ];

    private static string? FakeClock() => Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).FirstOrDefault();

    private static async Task CopyKilledAsync(Trial trial)
    {
        await trial.PressAsync(withUrgent: false);
        // Whoever copies is busy for tens of milliseconds; both nodes go down while it is.
        for (var i = 0; i < 2_000 && await trial.Stand.ReadAsync<long>("select count(*) from pg_stat_activity where state = 'active' and query like '%upload_rows r on r.upload_id%' and pid <> pg_backend_pid()") == 0; i++)
            await Task.Yield();
        await Task.WhenAll(trial.Nodes.Select(node => node.Process.KillAsync()));
        var stored = await trial.Stand.ReadAsync<long>("select count(*) from notifications");
        if (stored != 0 && stored != trial.Expected)
            throw new BreachException($"a broken copy left {stored} rows");
        trial.Remark = stored == 0 ? "killed before the commit: 0 rows" : "killed after the commit: all rows";
        await Task.WhenAll(trial.Nodes.Select(node => node.StartAsync()));
    }
}
