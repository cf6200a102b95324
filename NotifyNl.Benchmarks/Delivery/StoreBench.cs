using System.Diagnostics;
using System.Text;
using NotifyNl.Benchmarks.Rig;
using NotifyNl.Data;
using NotifyNl.Sending;
using Npgsql;
using NpgsqlTypes;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>
/// From the press to stored rows, by a node that is woken; beside it the same rows in clear by one raw binary COPY into a table with the same columns,
/// indexes and fill, commit included. In turns, so that a busy moment of the machine hits both.
/// </summary>
internal static class StoreBench
{
    private const string RawSql = """
        drop table if exists raw_rows;
        create table raw_rows (like notifications including defaults including generated including indexes);
        alter table raw_rows set (autovacuum_enabled = off);
        do $$ begin
          execute 'alter table raw_rows set (fillfactor = ' || (select option_value from pg_class, pg_options_to_table(reloptions) where oid = 'notifications'::regclass and option_name = 'fillfactor') || ')';
        end $$;
        """;

    public static async Task<(double Ours, double Raw)> RunAsync(Stand stand, TrialService service, Guid list, int rows, int pairs)
    {
        // The gateway is busy for the time being: what is stored stays where it is, and nothing else runs.
        await stand.Gateway.ChangeAsync(new { tooManyRequests = 1, retryAfter = "00:05:00" });
        await stand.AddNodeAsync();
        var clear = Enumerable.Range(0, rows).Select(Clear).ToArray();
        var (ours, raw) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < pairs + 1; pair++)
        {
            var upload = await service.UploadAgainAsync(list, rows);
            await stand.ExecuteAsync(RawSql);
            await stand.ExecuteAsync("checkpoint");
            var stored = await PressAsync(stand, service, upload);
            await EmptyAsync(stand);
            var copied = await CopyAsync(stand, service, clear);
            if (pair == 0)
                continue; // both are cold
            ours.Add(stored);
            raw.Add(copied);
            Console.WriteLine($"  store {rows:N0}: {stored:0.00} s, raw COPY {copied:0.00} s");
        }

        await stand.RemoveNodesAsync();
        await EmptyAsync(stand);
        await stand.ExecuteAsync("drop table raw_rows");
        await stand.Gateway.ResetAsync();
        await stand.Gateway.ClearAsync();
        return (Median(ours), Median(raw));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Between two runs; the rows of what was pressed stay, as they would.</summary>
    public static Task EmptyAsync(Stand stand) => WorkerDatabase.OutOfDeadlockAsync(async () =>
    {
        await stand.ExecuteAsync("truncate claims, message_counts, receipts, notifications cascade"); // a slot may just be looking
        return true;
    });

    /// <returns>Seconds from the press until the rows are there for everybody.</returns>
    private static async Task<double> PressAsync(Stand stand, TrialService service, Guid upload)
    {
        await using var connection = new NpgsqlConnection(stand.Superuser);
        await connection.OpenAsync();
        await using var stored = new NpgsqlCommand("select copied_at is not null from batches where id = $1", connection);
        stored.Parameters.Add(new NpgsqlParameter { Value = upload });
        await stored.PrepareAsync();
        var clock = Stopwatch.StartNew();
        await service.PressAsync(upload);
        while (await stored.ExecuteScalarAsync() is not true)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException("A pressed batch was not stored within a minute.");
            await Task.Delay(2);
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> CopyAsync(Stand stand, TrialService service, (byte[] Recipient, byte[] Values)[] rows)
    {
        await using var connection = new NpgsqlConnection(stand.Superuser);
        await connection.OpenAsync();
        var (batch, now) = (Guid.CreateVersion7(), DateTime.UtcNow);
        var clock = Stopwatch.StartNew();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy raw_rows (id, service_id, batch_id, row_number, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts) from stdin (format binary)"))
        {
            for (var row = 0; row < rows.Length; row++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(service.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(batch, NpgsqlDbType.Uuid);
                await copy.WriteAsync(row + 2, NpgsqlDbType.Integer);
                await copy.WriteAsync(service.PinnedTemplateId, NpgsqlDbType.Uuid);
                await copy.WriteAsync((short)2, NpgsqlDbType.Smallint);
                await copy.WriteAsync(rows[row].Recipient, NpgsqlDbType.Bytea);
                await copy.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(rows[row].Values, NpgsqlDbType.Bytea);
                await copy.WriteAsync((short)1, NpgsqlDbType.Smallint);
                await copy.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync((short)0, NpgsqlDbType.Smallint);
                await copy.WriteAsync(true, NpgsqlDbType.Boolean);
                await copy.WriteAsync((short)0, NpgsqlDbType.Smallint);
            }

            await copy.CompleteAsync();
        }

        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>As many bytes as the sealed row: the seal adds 29 to each value.</summary>
    private static (byte[] Recipient, byte[] Values) Clear(int row)
    {
        const int Seal = 29;
        var (number, values) = TrialService.Row(row);
        var json = Values.ToJson(values);
        return (Encoding.UTF8.GetBytes(number.PadRight(number.Length + Seal)), [.. json, .. new byte[Seal]]);
    }
}
