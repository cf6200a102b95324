using Microsoft.Extensions.Logging;
using Quartz;

namespace NotifyNl.Retention;

/// <summary>Every night, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class ForgettingJob(Forgetting forgetting, ILogger<ForgettingJob> logger) : IJob
{
    public static readonly JobKey Key = new("forget", "retention");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("The retention removed {Rows} rows", await forgetting.ForgetAsync(cancellationToken));
}
