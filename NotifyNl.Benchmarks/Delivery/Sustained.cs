using System.Diagnostics;
using NotifyNl.Benchmarks.Rig;
using Npgsql;

namespace NotifyNl.Benchmarks.Delivery;

/// <param name="PerSecond">Receipts stored in each second.</param>
/// <param name="Processor">Microseconds of processor that a message cost, by who spent them.</param>
internal sealed record SustainedFigure(
    double MessagesPerSecond, IReadOnlyList<double> PerSecond, IReadOnlyList<double> UrgentMs, IReadOnlyList<(string Side, double Microseconds)> Processor);

/// <summary>A closed loop: whenever fewer than so many messages are on their way, the next list is pressed. What counts are receipts that are stored.</summary>
internal static class Sustained
{
    private const int ListSize = 10_000;
    private const int OnTheirWay = 30_000;

    public static async Task<SustainedFigure> RunAsync(Stand stand, TrialService service, Guid list, TimeSpan length, bool urgent)
    {
        // Checked beforehand, as lists are; enough for 10,000 messages a second.
        var lists = new Queue<Guid>();
        for (var i = 0; i < (length.TotalSeconds + 5) * 10_000 / ListSize; i++)
            lists.Enqueue(await service.UploadAgainAsync(list, ListSize));
        await stand.ExecuteAsync("checkpoint");

        var probe = new UrgentProbe(stand, number => service.SendUrgentAsync(list, number));
        using var end = new CancellationTokenSource();
        await using var connection = new NpgsqlConnection(stand.Superuser);
        await connection.OpenAsync();
        var (pressed, before, perSecond) = (0L, 0L, new List<double>());
        var began = await ProcessorTime.ReadAsync(stand);
        var clock = Stopwatch.StartNew();
        var probing = urgent ? probe.RunAsync(end.Token) : Task.CompletedTask;
        Tally tally;
        while ((tally = await Tally.ReadAsync(connection)) is var now && clock.Elapsed < length)
        {
            while (pressed - now.Final < OnTheirWay && lists.TryDequeue(out var next))
            {
                await service.PressAsync(next);
                pressed += ListSize;
            }

            if (clock.Elapsed.TotalSeconds >= perSecond.Count + 1)
            {
                perSecond.Add(now.Final - before);
                before = now.Final;
            }

            // Not oftener: at 20 times a second this sum alone took a twentieth of PostgreSQL's time.
            await Task.Delay(200);
        }

        var rate = tally.Final / clock.Elapsed.TotalSeconds;
        var processor = (await ProcessorTime.ReadAsync(stand)).Since(began, tally.Final).ToArray();
        await end.CancelAsync();
        await probing;
        await Settled.WaitAsync(stand, pressed + probe.Count);
        return new SustainedFigure(rate, perSecond, await probe.LatenciesAsync(), processor);
    }
}

/// <summary>The proof after each run: by the stand-in's own record everything was sent once, and the database says the same.</summary>
internal static class Settled
{
    /// <param name="history">Delivered messages from before, of which the stand-in has no record.</param>
    /// <exception cref="InvalidOperationException">Something was lost, doubled, or stands wrong.</exception>
    public static async Task WaitAsync(Stand stand, long messages, long history = 0)
    {
        await using var connection = new NpgsqlConnection(stand.Superuser);
        await connection.OpenAsync();
        var patience = Stopwatch.StartNew();
        while ((await Tally.ReadAsync(connection)).Final - history < messages)
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(90))
                throw new InvalidOperationException($"Of {messages:N0} messages only {(await Tally.ReadAsync(connection)).Final:N0} are final after 90 s.");
            await Task.Delay(50);
        }

        var counts = await stand.Gateway.CountsAsync();
        var stored = await stand.ReadAsync<long>("select count(*) from notifications") - history;
        var delivered = await stand.ReadAsync<long>("select count(*) from notifications where status = 20") - history;
        if (stored != messages || delivered != messages || counts.Accepts != messages || counts.DistinctReferences != messages || counts.Duplicates != 0)
        {
            throw new InvalidOperationException(
                $"Pressed {messages:N0}, stored {stored:N0}, delivered {delivered:N0}; the stand-in accepted {counts.Accepts:N0}, of which {counts.Duplicates:N0} twice.");
        }
    }
}
