using System.Diagnostics;
using System.Net;
using NotifyNl.Benchmarks.Api;
using NotifyNl.Benchmarks.Rig;
using Npgsql;

namespace NotifyNl.Benchmarks.Faults;

/// <summary>What may happen to PostgreSQL.</summary>
internal static class DatabaseFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("database-crash", "F5", trial => CrashAsync(trial, TimeSpan.Zero)) { Breaks = 1 },
        new("database-away-30s", "F5 F9", trial => CrashAsync(trial, TimeSpan.FromSeconds(30))) { Breaks = 1 },
        new("connections-cut", "F6", async trial =>
        {
            await trial.PressAsync();
            await trial.UntilAcceptedAsync(0.1);
            for (var i = 0; i < 40; i++)
            {
                await trial.Stand.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()");
                NpgsqlConnection.ClearAllPools();
                await Task.Delay(200);
            }
        }) { Breaks = 10 },
        new("connections-used-up", "F7", UsedUpAsync) { Breaks = 1 },
        new("disk-full", "F8", DiskFullAsync) { Breaks = 1, Obstacle = () => Environment.IsPrivilegedProcess ? null : "a small disk can only be mounted by root" },
    ];

    private static async Task CrashAsync(Trial trial, TimeSpan away)
    {
        await trial.PressAsync();
        await trial.UntilAcceptedAsync(0.3);
        await trial.Stand.CrashPostgresAsync();
        await Task.Delay(away);
        await trial.Stand.StartPostgresAgainAsync();
        if (trial.Nodes.Any(node => !node.Process.Running))
            throw new BreachException("a node ended because the database was away");
        var back = Stopwatch.StartNew();
        await trial.UntilAcceptedAsync(0.35);
        trial.Remark = $"sending again {back.Elapsed.TotalSeconds:0.0} s after the database was back";
        if (back.Elapsed.TotalSeconds > 30)
            throw new BreachException($"sending only went on {back.Elapsed.TotalSeconds:0} s after the database was back");
    }

    /// <summary>Somebody else takes every connection that is left.</summary>
    private static async Task UsedUpAsync(Trial trial)
    {
        var caller = await ApiCaller.CreateAsync(trial.Stand);
        using var http = new HttpClient { BaseAddress = new Uri((await trial.Stand.AddNodeAsync(new Dictionary<string, string> { ["Roles"] = "Web" })).Address) };
        await trial.PressAsync();
        await trial.UntilAcceptedAsync(0.2);
        var taken = new List<NpgsqlConnection>();
        try
        {
            while (taken.Count < 400)
            {
                var connection = new NpgsqlConnection(trial.Stand.Owner + ";Pooling=false");
                try
                {
                    await connection.OpenAsync();
                    taken.Add(connection);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
                {
                    break;
                }
            }

            await trial.Stand.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where usename in ('notify_web', 'notify_worker')");
            NpgsqlConnection.ClearAllPools(); // those of the rig itself, which presses as the portal does
            using (var refused = await caller.PostAsync(http, "while-used-up"))
            {
                if (refused.StatusCode != HttpStatusCode.ServiceUnavailable || refused.Headers.RetryAfter is null)
                    throw new BreachException($"without a connection the API answered {(int)refused.StatusCode}, or did not say when to come again");
            }

            await Task.Delay(TimeSpan.FromSeconds(4));
            trial.Remark = $"{taken.Count} connections taken";
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }

        for (var give = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            using var answer = await caller.PostAsync(http, "after-it");
            if (answer.StatusCode == HttpStatusCode.Created)
                break;
            if (give.Elapsed.TotalSeconds > 10)
                throw new BreachException($"10 s after the connections were free again the API still answered {(int)answer.StatusCode}");
        }

        trial.Expect(1);
    }

    /// <summary>The table of messages on a small disk, which is then filled to the last byte.</summary>
    private static async Task DiskFullAsync(Trial trial)
    {
        var place = Directory.CreateTempSubdirectory("notify-disk-").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size=64m,uid={await UidAsync()},mode=700", "tmpfs", place);
        try
        {
            await trial.Stand.ExecuteAsync($"create tablespace small location '{place}'");
            await trial.Stand.ExecuteAsync("alter table notifications set tablespace small");
            var ballast = Path.Combine(place, "ballast");
            await using (var file = File.Create(ballast))
            {
                var block = new byte[64 << 10];
                try
                {
                    while (true)
                    {
                        await file.WriteAsync(block);
                        await file.FlushAsync();
                    }
                }
                catch (IOException)
                {
                    // Full.
                }
            }

            await trial.PressAsync();
            await Task.Delay(TimeSpan.FromSeconds(4));
            var counts = await trial.Gateway.CountsAsync();
            var attempted = await trial.Stand.ReadAsync<long>("select count(*) from notifications where attempts > 0");
            if (counts.DistinctReferences > attempted)
                throw new BreachException($"{counts.DistinctReferences} messages left, of which only {attempted} had a stored attempt");
            File.Delete(ballast);
            await trial.UntilSettledAsync();
            trial.Remark = $"{attempted} had left while the disk was full";
        }
        finally
        {
            await trial.Stand.ExecuteAsync("alter table notifications set tablespace pg_default");
            await trial.Stand.ExecuteAsync("drop tablespace if exists small");
            await RunAsync("umount", place);
            Directory.Delete(place);
        }
    }

    private static async Task<string> UidAsync() => (await RunAsync("id", "-u", "postgres")).Trim();

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new NotRunException($"{program}: {errors.Trim()}");
    }
}
