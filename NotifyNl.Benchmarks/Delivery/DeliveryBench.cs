using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary><c>./notify bench delivery</c>: from the press to stored, to accepted, to receipt, with the limits of the same machine beside it.</summary>
internal sealed class DeliveryBench(BenchArguments asked)
{
    public static readonly string[] Parts = ["store", "bulk", "sustained", "single", "workers"];

    private const string Bench = "delivery";

    private readonly List<BenchRow> rows = [];
    private readonly List<(string Name, IReadOnlyList<double> PerSecond)> runs = [];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, BenchFile file)
    {
        var asked = BenchArguments.Read(args, Parts);
        var bench = new DeliveryBench(asked);
        await using (var stand = await Stand.StartAsync(asked.Statements > 0))
            await bench.MeasureAsync(stand);
        file.ReplaceCases(Bench, bench.rows);
        if (bench.runs.Count > 0)
            Chart.Write(Path.Combine("artifacts", "delivery-throughput.svg"), bench.runs);
        BenchTable.Print(bench.rows);
        return 0;
    }

    private async Task MeasureAsync(Stand stand)
    {
        Console.WriteLine($"PostgreSQL: fsync={await stand.ReadAsync<string>("select current_setting('fsync')")}, synchronous_commit={await stand.ReadAsync<string>("select current_setting('synchronous_commit')")}");
        var service = await TrialService.CreateAsync(stand);
        var list = await service.UploadAsync(asked.Rows);
        if (asked.Wants("store"))
            await StoreAsync(stand, service, list);

        await stand.Gateway.ChangeAsync(new { answerDelay = "00:00:00.005", receiptDelay = "00:00:00" });
        if (asked.Wants("bulk"))
            await BulkAsync(stand, service, list);
        if (asked.Wants("sustained"))
            await SustainedAsync(stand, service, list, "sustained", workers: 1, asked.Seconds, messagesPerCall: 100);
        if (asked.Wants("single"))
            await SustainedAsync(stand, service, list, "sustained-single", workers: 1, asked.Seconds, messagesPerCall: 1);
        if (asked.Wants("workers"))
            await WorkersAsync(stand, service, list);
    }

    /// <summary>One node and three in turns: from one quarter of an hour to the next this machine may differ more than they do.</summary>
    private async Task WorkersAsync(Stand stand, TrialService service, Guid list)
    {
        var seconds = Math.Min(asked.Seconds, 40);
        var figures = new SortedDictionary<int, List<double>>();
        foreach (var workers in Enumerable.Repeat(new[] { 1, 3 }, Math.Min(asked.Pairs, 3)).SelectMany(pair => pair).Append(2))
        {
            // A node compiles for a dozen seconds of processor time, and three of them on two cores do it three times: what is compared is what they do after it.
            var figure = await SustainedAsync(stand, service, list, $"sustained-{workers}-workers", workers, seconds, messagesPerCall: 100, warmUp: TimeSpan.FromSeconds(10 + 15 * workers));
            figures.TryAdd(workers, []);
            figures[workers].Add(figure);
        }

        var one = StoreBench.Median(figures[1]);
        foreach (var (workers, each) in figures.Where(f => f.Key > 1))
            Add($"median-{workers}-workers", "messagesPerSecond", StoreBench.Median(each), "1/s", one, StoreBench.Median(each) / one);
    }

    private async Task StoreAsync(Stand stand, TrialService service, Guid list)
    {
        var (ours, raw) = await StoreBench.RunAsync(stand, service, list, asked.Rows, asked.Pairs);
        Add(Size("store"), "seconds", ours, "s", raw, raw / ours);
    }

    private async Task BulkAsync(Stand stand, TrialService service, Guid list)
    {
        await stand.AddNodeAsync();
        var figures = new List<BulkFigure>();
        for (var run = 0; run < Math.Min(asked.Pairs, 3); run++)
        {
            figures.Add(await BulkRun.RunAsync(stand, service, list, asked.Rows, number => service.SendUrgentAsync(list, number)));
            Console.WriteLine($"  {asked.Rows:N0}: accepted after {figures[^1].Accepted:0.0} s, last receipt after {figures[^1].Received:0.0} s, urgent p95 {Percentiles.At(figures[^1].UrgentMs, 95):0} ms");
            await StoreBench.EmptyAsync(stand);
            await stand.Gateway.ClearAsync();
        }

        await stand.RemoveNodesAsync();
        Add(Size("accepted"), "seconds", StoreBench.Median(figures.Select(f => f.Accepted)), "s");
        Add(Size("receipt"), "seconds", StoreBench.Median(figures.Select(f => f.Received)), "s");
        AddUrgent("urgent-during-bulk", [.. figures.SelectMany(f => f.UrgentMs)]);
    }

    private async Task<double> SustainedAsync(Stand stand, TrialService service, Guid list, string name, int workers, int seconds, int messagesPerCall, TimeSpan warmUp = default)
    {
        await stand.AddNodesAsync(workers, messagesPerCall == 1 ? stand.Spryng(besideCm: false) : null);

        if (warmUp > TimeSpan.Zero)
        {
            await Sustained.RunAsync(stand, service, list, warmUp, urgent: false);
            await StoreBench.EmptyAsync(stand);
            await stand.Gateway.ClearAsync();
        }

        if (asked.Statements > 0)
            await Statements.ResetAsync(stand);
        // Where workers are compared nothing else may run: the urgent ones have their figures in the other cases.
        var figure = await Sustained.RunAsync(stand, service, list, TimeSpan.FromSeconds(seconds), urgent: warmUp == default);
        if (asked.Statements > 0)
            await Statements.PrintAsync(stand, asked.Statements, figure.MessagesPerSecond * seconds);
        var size = await stand.ReadAsync<long>("select pg_database_size(current_database())") / 1048576.0;
        var dead = await stand.ReadAsync<long>("select coalesce(sum(n_dead_tup), 0)::bigint from pg_stat_user_tables");

        await stand.RemoveNodesAsync();
        await StoreBench.EmptyAsync(stand);
        await stand.ExecuteAsync("delete from batches; delete from upload_rows where upload_id <> $1; delete from uploads where id <> $1".Replace("$1", $"'{list}'", StringComparison.Ordinal));
        await stand.Gateway.ClearAsync();

        // After it: a stand-in that has yet to compile gives a limit of a fifth of what it can.
        var bare = workers == 1 ? await BareLoop.RunAsync(stand.Gateway, messagesPerCall, messagesPerCall == 1 ? 64 : 8, TimeSpan.FromSeconds(Math.Clamp(seconds / 10, 3, 15))) : (double?)null;
        runs.Add(($"{name}: {figure.MessagesPerSecond:0}/s", figure.PerSecond));
        Add(name, "messagesPerSecond", figure.MessagesPerSecond, "1/s", bare, bare is null ? null : figure.MessagesPerSecond / bare);
        foreach (var (side, microseconds) in figure.Processor)
            Add(name, $"{side}CpuPerMessage", microseconds, "µs");
        if (figure.UrgentMs.Count > 0)
            AddUrgent($"urgent-during-{name}", figure.UrgentMs);
        Add($"database-after-{name}", "sizeMiB", size, "MiB");
        Add($"database-after-{name}", "deadRows", dead, "rows");
        return figure.MessagesPerSecond;
    }

    private void AddUrgent(string name, IReadOnlyCollection<double> latencies)
    {
        foreach (var percent in new[] { 50, 95, 99 })
            Add(name, $"p{percent}Ms", Percentiles.At(latencies, percent), "ms");
    }

    private string Size(string what) => $"{what}-{asked.Rows / 1000}k";

    private void Add(string name, string metric, double value, string unit, double? limit = null, double? ratio = null)
    {
        rows.Add(new BenchRow(Bench, name, metric, Math.Round(value, 3), unit, Round(limit), Round(ratio)));
        Console.WriteLine(BenchTable.Line(rows[^1]));

        static double? Round(double? figure) => figure is { } f ? Math.Round(f, 3) : null;
    }
}
