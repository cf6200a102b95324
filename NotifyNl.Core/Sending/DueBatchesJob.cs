using NotifyNl.Delivery;
using Quartz;

namespace NotifyNl.Sending;

/// <summary>Copies what is due. Stands in the cluster's scheduler for planned batches, and in each node's own to be woken by a press; the copy itself decides who was first.</summary>
[DisallowConcurrentExecution]
public sealed class DueBatchesJob(BatchCopy copy, Wakes wakes) : IJob
{
    public static readonly JobKey Key = new("due-batches", "sending");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        wakes.Taken(context.JobDetail.Key);
        await copy.CopyDueAsync(cancellationToken);
    }
}
