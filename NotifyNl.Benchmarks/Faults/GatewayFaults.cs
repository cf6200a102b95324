namespace NotifyNl.Benchmarks.Faults;

/// <summary>What a gateway may do to us.</summary>
internal static class GatewayFaults
{
    public static IEnumerable<Fault> All =>
    [
        // Every unanswered call that we make in an outage is one more that may be uncertain; the breaker keeps them few.
        Outage("gateway-500", "F10", new { http500 = 1.0 }),
        Outage("gateway-timeout", "F12", new { timeout = 1.0, timeoutAfter = "00:00:30" }),
        Outage("gateway-reset-after", "F14", new { resetAfter = 1.0 }),
        Outage("gateway-reset-in-answer", "F14", new { resetInAnswer = 1.0 }),
        Outage("gateway-garbage", "F15", new { garbage = 1.0 }),
        Outage("gateway-truncated", "F15", new { truncatedJson = 1.0 }),
        Outage("gateway-reset-before", "F14", new { resetBefore = 1.0 }),
        Spell("gateway-429", "F11", new { tooManyRequests = 1.0, retryAfter = "00:00:02" }, seconds: 4),
        Spell("gateway-429-bare", "F11", new { tooManyRequests = 0.5, retryAfter = "00:00:00" }, seconds: 4),
        Spell("gateway-slow", "F13", new { answerDelay = "00:00:01.500" }, seconds: 5),
        Spell("gateway-drip", "F13", new { slowDrip = 0.2, dripPause = "00:00:00.005" }, seconds: 4),
        Spell("gateway-partial-answer", "F16", new { partialAnswer = 0.2 }, seconds: 3) with { Breaks = 4 },
        Spell("gateway-account-refused", "—", new { requestError = 101 }, seconds: 4),
        OfTwo("gateway-of-two-dead", "F18", new { http500 = 1.0 }),
        // What it took and did not answer in time may not go by the other as well.
        OfTwo("gateway-of-two-late", "F12 F18", new { timeout = 1.0, timeoutAfter = "00:00:30" }),
    ];

    /// <summary>For some seconds nothing goes well.</summary>
    private static Fault Outage(string name, string covers, object behaviour) => new(name, covers, async trial =>
    {
        await trial.PressAsync();
        await trial.UntilAcceptedAsync(0.2);
        await trial.Gateway.ChangeAsync(behaviour);
        await trial.ProveBreakerAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await FaultBench.WellAsync(trial.Gateway);
    })
    {
        Breaks = 2,
    };

    /// <summary>Of two gateways one fails: the other takes all that is new.</summary>
    private static Fault OfTwo(string name, string covers, object behaviour) => new(name, covers, async trial =>
    {
        await trial.PressAsync();
        await trial.UntilAcceptedAsync(0.2);
        await trial.Gateway.ChangeAsync(behaviour, "cm");
        await Task.Delay(TimeSpan.FromSeconds(3));
        var before = (await trial.Gateway.CountsAsync()).Accepts;
        // All but what the failed one may have taken, which may not go by the other. Of a small batch nothing is left by now.
        var free = await trial.Stand.ReadAsync<long>("select count(*) from notifications where status in (0, 1, 3)");
        await Task.Delay(TimeSpan.FromSeconds(5));
        var meanwhile = (await trial.Gateway.CountsAsync()).Accepts - before;
        if (meanwhile == 0 && free > 0)
            throw new BreachException($"nothing went by the other gateway between 3 and 8 s after the outage began, and {free} were free to");
        trial.Remark = free == 0 ? "all that was free to had gone by the other after 3 s" : $"{meanwhile} by the other between 3 and 8 s after the outage began";
        await FaultBench.WellAsync(trial.Gateway);
    })
    {
        Breaks = 2,
        TwoGateways = true,
    };

    /// <summary>For a while some things do not go well, but each message is answered for.</summary>
    private static Fault Spell(string name, string covers, object behaviour, int seconds) => new(name, covers, async trial =>
    {
        await trial.PressAsync();
        await trial.UntilAcceptedAsync(0.2);
        await trial.Gateway.ChangeAsync(behaviour);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await FaultBench.WellAsync(trial.Gateway);
    });
}
