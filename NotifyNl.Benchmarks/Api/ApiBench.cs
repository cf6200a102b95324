using NotifyNl.Benchmarks.Delivery;
using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Api;

/// <summary>
/// <c>./notify bench api</c>: the program itself as a web node against a bare handler with one INSERT (or one SELECT) on the same PostgreSQL, in turns. The caller
/// runs on the same machine and takes the same share of both. Limits are lifted; the limiter stays in the path.
/// </summary>
internal sealed class ApiBench
{
    private const string Bench = "api";
    private const int BulkRows = 100_000;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly int[] Connections = [1, 16, 64];

    private readonly BenchArguments arguments;
    private readonly List<BenchRow> rows = [];
    private long posted;

    private ApiBench(BenchArguments arguments) => this.arguments = arguments;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, BenchFile file)
    {
        var bench = new ApiBench(BenchArguments.Read(args, "urgent", "post", "get"));
        await using (var stand = await Stand.StartAsync())
            await bench.MeasureAsync(stand);
        file.ReplaceCases(Bench, bench.rows);
        BenchTable.Print(bench.rows);
        return 0;
    }

    private async Task MeasureAsync(Stand stand)
    {
        Console.WriteLine($"PostgreSQL: fsync={await stand.ReadAsync<string>("select current_setting('fsync')")}, synchronous_commit={await stand.ReadAsync<string>("select current_setting('synchronous_commit')")}");
        var caller = await ApiCaller.CreateAsync(stand);
        if (arguments.Wants("urgent"))
            await UrgentAsync(stand, caller);
        var node = await stand.AddNodeAsync(new Dictionary<string, string> { ["Roles"] = "Web" });
        var bare = await BareHandler.StartAsync(stand, caller);
        var (ours, theirs) = (new Uri(node.Address), new Uri(bare.Address));

        // What a server that has been up for a while has behind it: on two busy cores the compiler takes its time.
        await PostAsync(ours, 16, WarmUp, caller);
        await LoadAsync(theirs, 16, WarmUp, bare.Post);

        if (arguments.Wants("post"))
        {
            await PostsAsync(ours, theirs, caller, bare);
            await CalmAsync(stand, ours, caller);
        }

        if (arguments.Wants("get"))
            await GetsAsync(ours, theirs, caller, bare);

        var stored = await stand.ReadAsync<long>("select count(*) from notifications where service_id = $1", caller.ServiceId);
        Console.WriteLine($"Answered with 201: {posted}; stored: {stored}");
        if (stored != posted)
            throw new InvalidOperationException("Not every answered message is stored, or more are.");
    }

    private async Task PostsAsync(Uri ours, Uri theirs, ApiCaller caller, BareHandler bare)
    {
        foreach (var connections in Connections)
        {
            var name = connections == 16 ? "post-sms" : $"post-sms-{connections}";
            await PairsAsync(name, () => PostAsync(ours, connections, Turn, caller), () => LoadAsync(theirs, connections, Turn, bare.Post));
        }
    }

    /// <summary>A server that takes 500 a second all day has no backlog of a flood before it: what the runs before left is written and tidied first.</summary>
    private async Task CalmAsync(Stand stand, Uri ours, ApiCaller caller)
    {
        await stand.ExecuteAsync("vacuum analyze notifications");
        await stand.ExecuteAsync("checkpoint");
        var calm = await PostAsync(ours, 16, TimeSpan.FromSeconds(15), caller, perSecond: 500);
        Add("post-sms", "p99Ms", calm.At(99), "ms");
        Add("post-sms-at-500", "p50Ms", calm.At(50), "ms");
        Add("post-sms-at-500", "requestsPerSecond", calm.PerSecond, "1/s");
    }

    private async Task GetsAsync(Uri ours, Uri theirs, ApiCaller caller, BareHandler bare)
    {
        var id = await caller.LastIdAsync();
        await LoadAsync(ours, 16, TimeSpan.FromSeconds(3), () => caller.Get(id));
        foreach (var connections in Connections)
            await PairsAsync($"get-{connections}", () => LoadAsync(ours, connections, Turn, () => caller.Get(id)), () => LoadAsync(theirs, connections, Turn, bare.Get));
    }

    /// <summary>From the call to the gateway, while a batch of 100,000 runs over the same worker.</summary>
    private async Task UrgentAsync(Stand stand, ApiCaller caller)
    {
        var service = await TrialService.CreateAsync(stand);
        var list = await service.UploadAsync(BulkRows);
        await stand.Gateway.ChangeAsync(new { answerDelay = "00:00:00.005", receiptDelay = "00:00:00" });
        await stand.AddNodeAsync();
        using var http = new HttpClient { BaseAddress = new Uri((await stand.AddNodeAsync(new Dictionary<string, string> { ["Roles"] = "Web" })).Address) };
        await caller.PostUrgentAsync(http, "0650000000"); // what a server that is up has behind it
        await stand.ExecuteAsync("delete from notifications; delete from message_counts");
        await stand.Gateway.ClearAsync();
        var figure = await BulkRun.RunAsync(stand, service, list, BulkRows, number => caller.PostUrgentAsync(http, number));
        foreach (var percent in new[] { 50, 95, 99 })
            Add("urgent-during-bulk", $"p{percent}Ms", Percentiles.At(figure.UrgentMs, percent), "ms");
        await stand.RemoveNodesAsync();
        await StoreBench.EmptyAsync(stand);
        await stand.Gateway.ClearAsync();
    }

    private async Task PairsAsync(string name, Func<Task<LoadFigure>> us, Func<Task<LoadFigure>> them)
    {
        var (ours, theirs) = (new List<LoadFigure>(), new List<LoadFigure>());
        for (var pair = 0; pair < arguments.Pairs; pair++)
        {
            ours.Add(await us());
            theirs.Add(await them());
        }

        var (mine, bare) = (Median(ours), Median(theirs));
        Add(name, "requestsPerSecond", mine.PerSecond, "1/s", bare.PerSecond, mine.PerSecond / bare.PerSecond);

        // The 99th percentile of post-sms itself is that of 500 a second.
        var under = name == "post-sms" ? "post-sms-16" : name;
        foreach (var percent in new[] { 50, 95, 99 })
            Add(under, $"p{percent}Ms", mine.At(percent), "ms", bare.At(percent), bare.At(percent) / mine.At(percent));
    }

    private async Task<LoadFigure> PostAsync(Uri address, int connections, TimeSpan length, ApiCaller caller, int? perSecond = null)
    {
        var figure = await LoadAsync(address, connections, length, caller.Post, perSecond);
        posted += figure.Answers;
        return figure;
    }

    private static async Task<LoadFigure> LoadAsync(Uri address, int connections, TimeSpan length, Func<byte[]> request, int? perSecond = null)
    {
        var figure = await Load.RunAsync(address, connections, length, request, perSecond);
        return figure.Failures == 0 ? figure : throw new InvalidOperationException($"{figure.Failures} calls to {address} failed; the first: {figure.FirstFailure}");
    }

    private static LoadFigure Median(List<LoadFigure> figures) => figures.OrderBy(f => f.PerSecond).ElementAt(figures.Count / 2);

    private void Add(string name, string metric, double value, string unit, double? limit = null, double? ratio = null)
    {
        rows.Add(new BenchRow(Bench, name, metric, Math.Round(value, 3), unit, limit is { } l ? Math.Round(l, 3) : null, ratio is { } r ? Math.Round(r, 3) : null));
        Console.WriteLine(BenchTable.Line(rows[^1]));
    }
}
