using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>
/// <c>./notify bench history</c>: the same list with no message stored and with millions, each in a PostgreSQL of its own, in turns, so that a busy moment of the machine hits both.
/// What counts is the ratio: the cost of a message does not grow with those before it.
/// </summary>
internal sealed class HistoryBench(BenchArguments asked)
{
    private const string Bench = "history";

    /// <summary>Of one batch of the history, as many as the longest list.</summary>
    private const int BatchSize = 100_000;

    private readonly List<BenchRow> rows = [];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, BenchFile file)
    {
        var bench = new HistoryBench(BenchArguments.Read(args));
        await bench.MeasureAsync();
        file.ReplaceCases(Bench, bench.rows);
        BenchTable.Print(bench.rows);
        return 0;
    }

    private async Task MeasureAsync()
    {
        await using var empty = await Side.StartAsync(asked.Rows);
        await using var full = await Side.StartAsync(asked.Rows);
        // Ten millions also tell of one on the way.
        foreach (var millions in asked.Millions > 1 ? [1, asked.Millions] : new[] { asked.Millions })
        {
            await full.FillAsync((long)(millions * 1_000_000));
            var (without, with) = (new List<BulkFigure>(), new List<BulkFigure>());
            for (var pair = 0; pair < asked.Pairs + 1; pair++)
            {
                var (one, other) = (await empty.RunAsync(asked.Rows), await full.RunAsync(asked.Rows));
                if (pair == 0)
                    continue; // both are cold
                without.Add(one);
                with.Add(other);
                Console.WriteLine($"  with {millions} million: stored {other.Stored:0.00} s ({one.Stored:0.00} without), last receipt {other.Received:0.0} s ({one.Received:0.0}), urgent p95 {Percentiles.At(other.UrgentMs, 95):0} ms ({Percentiles.At(one.UrgentMs, 95):0})");
            }

            var suffix = FormattableString.Invariant($"-{millions}m");
            AddSeconds($"store{suffix}", f => f.Stored);
            AddSeconds($"accepted{suffix}", f => f.Accepted);
            AddSeconds($"receipt{suffix}", f => f.Received);
            Add($"urgent-during-bulk{suffix}", "p95Ms", "ms", list => Percentiles.At([.. list.SelectMany(f => f.UrgentMs)], 95));
            rows.Add(new BenchRow(Bench, $"database{suffix}", "sizeMiB", Math.Round(await full.Stand.ReadAsync<long>("select pg_database_size(current_database())") / 1048576.0), "MiB"));

            void AddSeconds(string name, Func<BulkFigure, double> figure) => Add(name, "seconds", "s", list => StoreBench.Median(list.Select(figure)));

            void Add(string name, string metric, string unit, Func<List<BulkFigure>, double> figure)
            {
                var (ours, limit) = (figure(with), figure(without));
                rows.Add(new BenchRow(Bench, name, metric, Math.Round(ours, 3), unit, Math.Round(limit, 3), Math.Round(limit / ours, 3)));
            }
        }
    }

    /// <summary>A database with its node, gateway and list.</summary>
    private sealed class Side(Stand stand, TrialService service, Guid list) : IAsyncDisposable
    {
        private long history;

        public Stand Stand => stand;

        public static async Task<Side> StartAsync(int rows)
        {
            var stand = await Stand.StartAsync();
            var service = await TrialService.CreateAsync(stand);
            var list = await service.UploadAsync(Math.Max(rows, BatchSize));
            await stand.AddNodeAsync();
            await stand.Gateway.ChangeAsync(new { answerDelay = "00:00:00.005", receiptDelay = "00:00:00" });
            return new Side(stand, service, list);
        }

        public async Task<BulkFigure> RunAsync(int rows)
        {
            await stand.ExecuteAsync("checkpoint"); // what filling and putting back left to write is not this run's
            var first = await stand.ReadAsync<Guid>("select notify_uuid7(now(), 0)");
            var figure = await BulkRun.RunAsync(stand, service, list, rows, number => service.SendUrgentAsync(list, number), history);
            await stand.Gateway.ClearAsync();
            await RestoreAsync(first);
            return figure;
        }

        /// <summary>
        /// As it was: so many messages stored, at rest. Left there, the runs themselves would be what grows: they are of one service and one hour, and stand side by side in
        /// the index by hour; an emptied table would start each time with pages of its own that nobody has to write first.
        /// </summary>
        private async Task RestoreAsync(Guid first)
        {
            if (history == 0)
            {
                await StoreBench.EmptyAsync(stand);
                return;
            }

            await stand.ExecuteAsync("delete from receipts where notification_id >= $1", first);
            await stand.ExecuteAsync("delete from notifications where id >= $1", first);
            await stand.ExecuteAsync("delete from message_counts c where not exists (select from notifications n where n.batch_id = c.batch_id)");
            await RestAsync();
        }

        private async Task RestAsync()
        {
            await stand.ExecuteAsync("vacuum (analyze, index_cleanup on) notifications");
            await stand.ExecuteAsync("vacuum (analyze, index_cleanup on) receipts");
        }

        /// <summary>Up to so many delivered messages of the last week, in batches, with their counters and receipts: the rows as the product leaves them, written directly.</summary>
        public async Task FillAsync(long messages)
        {
            Console.WriteLine($"  filling up to {messages:N0} messages");
            for (; history < messages; history += BatchSize)
                await stand.ExecuteAsync(FillSql, list, Guid.CreateVersion7(), history / BatchSize % 7 * 24.0 + 1);
            await RestAsync();
        }

        public ValueTask DisposeAsync() => stand.DisposeAsync();
    }

    private static readonly string FillSql = $"""
        with moment as (select now() - make_interval(secs => $3 * 3600) as at),
        upload as (
          insert into uploads select (jsonb_populate_record(u, jsonb_build_object('id', $2::uuid, 'created_at', moment.at))).* from uploads u, moment where u.id = $1 returning id, service_id, pinned_template_id),
        batch as (
          insert into batches (id, service_id, pinned_template_id, name, lane, message_count, created_by_id, created_at, scheduled_for, copied_at)
          select $2, u.service_id, u.pinned_template_id, u.file_name, 2, {BatchSize}, u.created_by_id, moment.at, moment.at, moment.at from uploads u, moment where u.id = $1),
        stored as (
          insert into notifications (id, service_id, batch_id, row_number, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts, gateway, begun_at, sent_at, done_at)
          select notify_uuid7(moment.at, r.row_number), r.service_id, $2, r.row_number, u.pinned_template_id, 2, r.recipient, r.recipient_key, r.personalisation, r.parts, moment.at, 20, false, 1, 'cm',
                 moment.at + interval '5 seconds', moment.at + interval '6 seconds', moment.at + interval '9 seconds'
          from upload_rows r join uploads u on u.id = r.upload_id cross join moment where r.upload_id = $1 order by r.row_number
          returning id, done_at),
        receipt as (insert into receipts (gateway, notification_id, code, received_at) select 'cm', id, '2', done_at from stored)
        insert into message_counts (service_id, batch_id, day, status, slot, messages, parts)
        select u.service_id, $2, (moment.at at time zone 'Europe/Amsterdam')::date, 20, 0, {BatchSize}, {BatchSize} from uploads u, moment where u.id = $1
        """;
}
