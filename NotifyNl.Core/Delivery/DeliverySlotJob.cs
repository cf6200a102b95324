using Microsoft.Extensions.Logging;
using Quartz;

namespace NotifyNl.Delivery;

/// <summary>One of this node's delivery slots: drains the queue, then sleeps until it is woken or swept.</summary>
[DisallowConcurrentExecution]
public sealed class DeliverySlotJob(SlotDelivery delivery, Wakes wakes, ILogger<DeliverySlotJob> logger) : IJob
{
    public const string Slot = "slot";

    public static JobKey Key(int slot) => new($"slot-{slot}", "delivery");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        wakes.Taken(context.JobDetail.Key);
        try
        {
            while (await delivery.DeliverNextAsync(context.MergedJobDataMap.GetInt(Slot), cancellationToken) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Slot stopped; what was claimed and not begun is back in the queue");
        }
        catch (Exception e)
        {
            // Quartz expects no other type. Not refired: the next wake-up or sweep is seconds away.
            throw new JobExecutionException("Delivery failed", e);
        }
    }
}
