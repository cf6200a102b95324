using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NotifyNl.Benchmarks.Api;
using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Faults;

/// <summary>What may happen to the node that source systems call.</summary>
internal static class ApiFaults
{
    private const int Callers = 8;
    private const int CallsOfEach = 150;

    public static IEnumerable<Fault> All => [new("api-node-killed", "F4", KilledAsync)];

    /// <summary>It is killed in the midst of calls. Each call was answered or not; asked again under its name it gives the one message that there is.</summary>
    private static async Task KilledAsync(Trial trial)
    {
        var caller = await ApiCaller.CreateAsync(trial.Stand);
        var web = await trial.Stand.AddNodeAsync(new Dictionary<string, string> { ["Roles"] = "Web" });
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        await trial.PressAsync();

        var answered = new ConcurrentDictionary<string, Guid>();
        var calls = Enumerable.Range(0, Callers).Select(c => Enumerable.Range(0, CallsOfEach).Select(n => $"{c}-{n}").ToArray()).ToArray();
        var calling = Task.WhenAll(calls.Select(names => Task.Run(() => CallAsync(caller, http, names, answered))));
        for (var give = Stopwatch.StartNew(); answered.Count < Callers * CallsOfEach / 3; await Task.Delay(5))
        {
            if (give.Elapsed.TotalSeconds > 30)
                throw new BreachException("the API took no messages");
        }

        await web.Process.KillAsync();
        await calling;
        var before = answered.ToDictionary();
        await web.StartAsync();

        // What was called in the moment of the kill counts as running for five minutes; they pass here at once.
        var left = calls.SelectMany(names => names).ToArray();
        await CallAsync(caller, http, left, answered);
        var running = left.Length - answered.Count;
        await trial.Stand.ExecuteAsync("update idempotent_calls set started_at = started_at - interval '6 minutes' where answer is null");
        await CallAsync(caller, http, left, answered);

        trial.Expect(left.Length);
        trial.Remark = $"{before.Count} answered before the kill, {running} named as still running after it";
        if (answered.Count != left.Length)
            throw new BreachException($"of {left.Length} calls only {answered.Count} were answered in the end");
        if (before.Any(call => answered[call.Key] != call.Value) || answered.Values.Distinct().Count() != left.Length)
            throw new BreachException("a call asked again gave another message");
        var stored = await trial.Stand.ReadAsync<long>("select count(*) from notifications where service_id = $1 and id = any($2)", caller.ServiceId, answered.Values.ToArray());
        var all = await trial.Stand.ReadAsync<long>("select count(*) from notifications where service_id = $1", caller.ServiceId);
        if (stored != left.Length || all != left.Length)
            throw new BreachException($"{left.Length} calls were answered with a message, {stored} of these are stored, and {all} in all");
    }

    /// <summary>One after another; those that get no answer are left for later.</summary>
    private static async Task CallAsync(ApiCaller caller, HttpClient http, string[] names, ConcurrentDictionary<string, Guid> answered)
    {
        foreach (var name in names)
        {
            try
            {
                using var answer = await caller.PostAsync(http, name);
                if (answer.StatusCode == HttpStatusCode.Created)
                    answered[name] = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
                else if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable))
                    throw new BreachException($"a call was answered with {(int)answer.StatusCode}");
            }
            catch (HttpRequestException)
            {
                // The node is gone.
            }
        }
    }
}
