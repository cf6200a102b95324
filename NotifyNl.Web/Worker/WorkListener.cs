using Microsoft.Extensions.Options;
using Npgsql;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using Quartz;

namespace NotifyNl.Web.Worker;

/// <summary>Hears of new work the moment it is committed, and wakes what does it. When its connection is gone the schedules' net catches all, some seconds later.</summary>
internal sealed class WorkListener(
    [FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, ISchedulerFactory schedulers, Wakes wakes, IOptions<DeliveryOptions> options, TimeProvider clock,
    ILogger<WorkListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or SchedulerException)
            {
                logger.LogWarning(e, "The connection that hears of new work broke; a new one follows");
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var batches = true;
        connection.Notification += (_, notification) => batches |= notification.Payload == "batch";
        await using (var listen = new NpgsqlCommand($"listen {WorkerDatabase.WorkChannel}", connection))
            await listen.ExecuteNonQueryAsync(cancel);

        // At first everything is woken: what came before the listening began is work too.
        while (true)
        {
            await WakeAsync(batches, cancel);
            batches = false;
            await connection.WaitAsync(cancel);
        }
    }

    private async Task WakeAsync(bool batches, CancellationToken cancel)
    {
        if (batches)
        {
            var cluster = await schedulers.GetScheduler(cancel);
            await cluster.TriggerJob(DueBatchesJob.Key, cancel);
        }

        if (await schedulers.LookupScheduler(Schedule.Slots, cancel) is not { } slots)
            return;
        for (var slot = 0; slot < options.Value.Slots; slot++)
        {
            if (wakes.TryAsk(DeliverySlotJob.Key(slot)))
                await slots.TriggerJob(DeliverySlotJob.Key(slot), cancel);
        }
    }
}
