using System.Diagnostics;
using NotifyNl.Benchmarks.Rig;
using Npgsql;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>One list from the press to the last receipt, urgent messages in between.</summary>
/// <param name="Stored">Seconds from the press.</param>
internal sealed record BulkFigure(double Stored, double Accepted, double Received, IReadOnlyList<double> UrgentMs);

internal static class BulkRun
{
    /// <param name="sendUrgent">How an urgent message goes to a number.</param>
    /// <param name="history">Messages that stood there, delivered, before; the stand-in knows nothing of them.</param>
    public static async Task<BulkFigure> RunAsync(Stand stand, TrialService service, Guid list, int rows, Func<string, Task> sendUrgent, long history = 0)
    {
        var upload = await service.UploadAgainAsync(list, rows);
        var probe = new UrgentProbe(stand, sendUrgent);
        using var end = new CancellationTokenSource();
        await using var connection = new NpgsqlConnection(stand.Superuser);
        await connection.OpenAsync();
        // Of this list alone: the urgent ones have counters of their own.
        await using var counts = new NpgsqlCommand(
            "select coalesce(sum(messages) filter (where status >= 10), 0), coalesce(sum(messages) filter (where status >= 20), 0), coalesce(sum(messages), 0) from message_counts where batch_id = $1", connection);
        counts.Parameters.Add(new NpgsqlParameter { Value = upload });

        var clock = Stopwatch.StartNew();
        await service.PressAsync(upload);
        var probing = probe.RunAsync(end.Token);
        var (stored, accepted, received) = (0.0, 0.0, 0.0);
        while (received == 0)
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(4))
                throw new InvalidOperationException("A list was not delivered within four minutes.");
            await using (var reader = await counts.ExecuteReaderAsync())
            {
                await reader.ReadAsync();
                if (stored == 0 && reader.GetInt64(2) >= rows)
                    stored = clock.Elapsed.TotalSeconds;
                if (accepted == 0 && reader.GetInt64(0) >= rows)
                    accepted = clock.Elapsed.TotalSeconds;
                if (reader.GetInt64(1) >= rows)
                    received = clock.Elapsed.TotalSeconds;
            }

            await Task.Delay(20);
        }

        await end.CancelAsync();
        await probing;
        await Settled.WaitAsync(stand, rows + probe.Count, history);
        return new BulkFigure(stored, accepted, received, await probe.LatenciesAsync());
    }
}
