using Microsoft.Extensions.Logging;
using Quartz;

namespace NotifyNl.Callbacks;

/// <summary>One of this node's slots for callbacks: calls what is due, then sleeps a second.</summary>
/// <remarks>Not woken by the statements that fill the outbox: a wake-up takes a lock at commit, and receipts come by the thousand.</remarks>
[DisallowConcurrentExecution]
public sealed class CallbackSlotJob(CallbackDelivery delivery, ILogger<CallbackSlotJob> logger) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static JobKey Key(int slot) => new($"slot-{slot}", "callbacks");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            while (await delivery.DeliverNextAsync(cancellationToken))
            {
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Callback slot stopped");
        }
        catch (Exception e)
        {
            throw new JobExecutionException("Callbacks failed", e);
        }
    }
}

/// <summary>Every hour, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class CallbackForgetJob(CallbackQueue queue) : IJob
{
    public static readonly JobKey Key = new("forget", "callbacks");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await queue.ForgetAsync(cancellationToken);
}
