using Microsoft.Extensions.Options;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using Npgsql;
using Quartz;

namespace NotifyNl.Web.Worker;

/// <summary>Hears that work was committed, by whichever node, and wakes this node's slots: 1–6 ms after the commit.</summary>
internal sealed class WorkListener(
    [FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, ISchedulerFactory schedulers, Wakes wakes, IOptions<DeliveryOptions> options, ILogger<WorkListener> logger)
    : BackgroundService
{
    private const string Press = "batch";

    /// <summary>A connection that died without a word is found out after this.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly JobKey[] slots = [.. Enumerable.Range(0, options.Value.Slots).Select(DeliverySlotJob.Key)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or SchedulerException or IOException or TimeoutException)
            {
                // Meanwhile the slots look for work by themselves every few seconds.
                logger.LogWarning("Lost the connection that hears of new work ({Failure}); once more in a second", e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var heard = new HashSet<string>();
        connection.Notification += (_, notification) => heard.Add(notification.Payload);
        await WorkerDatabase.ListenAsync(connection, cancel);

        // What was said while nobody listened.
        await WakeAsync([DueBatchesJob.Key, .. slots], cancel);
        while (true)
        {
            if (!await connection.WaitAsync(Silence, cancel))
                await WorkerDatabase.ProbeAsync(connection, cancel);
            if (heard.Remove(Press))
                await WakeAsync([DueBatchesJob.Key], cancel);
            if (heard.Count > 0)
                await WakeAsync(slots, cancel);
            heard.Clear();
        }
    }

    private async Task WakeAsync(JobKey[] jobs, CancellationToken cancel)
    {
        if (await schedulers.LookupScheduler(Schedule.Slots, cancel) is not { Status: SchedulerStatus.Running } scheduler)
            return; // it looks by itself when it starts
        foreach (var job in jobs.Where(wakes.TryAsk))
        {
            try
            {
                await scheduler.TriggerJob(job, cancel);
            }
            catch
            {
                wakes.Taken(job);
                throw;
            }
        }
    }
}
