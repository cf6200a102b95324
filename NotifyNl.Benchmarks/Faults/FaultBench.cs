using System.Diagnostics;
using System.Globalization;
using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Faults;

/// <summary><c>./notify faults</c>: everything that may go wrong, one by one, and after each the proof that nothing was lost and nothing sent twice.</summary>
internal static class FaultBench
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    /// <summary>Shorter waits than in production, so that a fault and all that follows from it fit in seconds.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["Delivery__Lease"] = $"{Lease}",
        ["Delivery__ReceiptWindow"] = "00:00:06",
        ["Delivery__UrgentReceiptWindow"] = "00:00:03",
        ["Delivery__FirstRetry"] = "00:00:01",
        ["Delivery__LongestRetry"] = "00:00:05",
        ["Delivery__UrgentLongestRetry"] = "00:00:03",
        ["Gateways__Cm__Timeout"] = "00:00:02",
    };

    /// <summary>For every test run, within 40 seconds: a node that dies, and a gateway that does.</summary>
    private static readonly string[] Short = ["node-killed", "gateway-500"];

    private static readonly Fault[] All = [.. NodeFaults.All, .. DatabaseFaults.All, .. GatewayFaults.All, .. ReceiptFaults.All, .. ApiFaults.All];

    /// <returns>0 when all that ran held, 1 on a breach.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (names, messages) = Read(args);
        Console.WriteLine($"{"fault",-28} {"F",-6} {"stored",7} {"accepted",8} {"lost",5} {"2x bulk",7} {"2x urgent",9} {"onzeker",8} {"bound",6} {"breaker",8} {"seconds",8}  verdict");
        var broken = 0;
        await using var stand = await Stand.StartAsync();
        var service = await TrialService.CreateAsync(stand);
        var (bulk, urgent) = (await service.UploadAsync(messages), await service.UploadUrgentAsync(Trial.UrgentMessages));
        foreach (var fault in All.Where(f => names.Contains(f.Name)))
        {
            if (!await TryAsync(stand, new Trial(stand, service, bulk, urgent, messages), fault))
                broken++;
        }

        Console.WriteLine(broken == 0 ? "All that ran held." : $"{broken} did not hold.");
        return broken == 0 ? 0 : 1;
    }

    /// <summary>As every trial begins: calls take long enough for a fault to strike in the middle.</summary>
    public static Task WellAsync(Gateway gateway) => gateway.BehaveAsync(new { answerDelay = "00:00:00.200", receiptDelay = "00:00:00.100" });

    private static async Task<bool> TryAsync(Stand stand, Trial trial, Fault fault)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            if (fault.Obstacle() is { } obstacle)
                throw new NotRunException(obstacle);
            await stand.AddNodesAsync(fault.Nodes, new Dictionary<string, string>(fault.TwoGateways ? Settings.Concat(stand.Spryng(besideCm: true)) : Settings));
            await WellAsync(stand.Gateway);
            await fault.Strike(trial);
            await trial.UntilSettledAsync();
            var proof = await Proof.OfAsync(trial, fault);
            Say(fault, trial, proof, clock.Elapsed, proof.Breaches.Count == 0 ? "holds" : "BREACH: " + string.Join("; ", proof.Breaches));
            return proof.Breaches.Count == 0;
        }
        catch (NotRunException e)
        {
            Console.WriteLine($"{fault.Name,-28} {fault.Covers,-6} NOT RUN: {e.Message}");
            return true;
        }
        catch (BreachException e)
        {
            Console.WriteLine($"{fault.Name,-28} {fault.Covers,-6} BREACH: {e.Message}. {await StatusesAsync(stand)}");
            return false;
        }
        finally
        {
            await stand.RemoveNodesAsync();
            await Delivery.StoreBench.EmptyAsync(stand);
            await stand.Gateway.ResetAsync();
            await stand.Gateway.ClearAsync();
        }
    }

    private static void Say(Fault fault, Trial trial, Proof proof, TimeSpan took, string verdict) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{fault.Name,-28} {fault.Covers,-6} {proof.Stored,7} {proof.Accepted,8} {proof.Lost,5} {proof.DoubledBulk,7} {proof.DoubledUrgent,9} {proof.Uncertain,8} {proof.UncertainBound,6} {trial.BreakerSeconds,8:0.0} {took.TotalSeconds,8:0.0}  {verdict}{(trial.Remark.Length > 0 ? $" ({trial.Remark})" : "")}"));

    private static Task<string> StatusesAsync(Stand stand) =>
        stand.ReadAsync<string>("select coalesce(string_agg(status || ': ' || n, ', ' order by status), 'no messages') from (select status, count(*) as n from notifications group by 1) s");

    /// <exception cref="FormatException">In Dutch: what is wrong and what may be given.</exception>
    private static (HashSet<string> Names, int Messages) Read(IReadOnlyList<string> args)
    {
        var (names, messages) = (new HashSet<string>(), 20_000);
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--messages")
                messages = i + 1 < args.Count && int.TryParse(args[++i], out var n) && n is >= 1_000 and <= 20_000 ? n : throw new FormatException("Geef na --messages een getal van 1000 tot en met 20000.");
            else if (args[i] is "all" or "short")
                names.UnionWith(args[i] == "all" ? All.Select(f => f.Name) : Short);
            else if (All.Any(f => f.Name == args[i]))
                names.Add(args[i]);
            else
                throw new FormatException($"De storing {args[i]} bestaat niet. Kies all, short, of een of meer van: {string.Join(", ", All.Select(f => f.Name))}.");
        }

        return (names.Count > 0 ? names : [.. All.Select(f => f.Name)], messages);
    }
}
