using Microsoft.Extensions.Logging;
using Quartz;

namespace NotifyNl.Sending;

/// <summary>Woken at once by a press, and every few seconds as a net; once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class DueBatchesJob(BatchCopy copy, ILogger<DueBatchesJob> logger) : IJob
{
    public static readonly JobKey Key = new("due-batches", "sending");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (await copy.CopyDueAsync(cancellationToken) is > 0 and var made)
                logger.LogInformation("Made {Count} messages of due batches", made);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Stopped before all due batches were copied; the next look finds them");
        }
        catch (Exception e)
        {
            throw new JobExecutionException("Due batches could not be copied", e);
        }
    }
}
