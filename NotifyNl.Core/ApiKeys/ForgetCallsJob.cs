using Quartz;

namespace NotifyNl.ApiKeys;

/// <summary>Forgets answers to idempotent calls after their day.</summary>
[DisallowConcurrentExecution]
public sealed class ForgetCallsJob(IdempotentCalls calls) : IJob
{
    public static readonly JobKey Key = new("forget-calls", "api");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await calls.ForgetExpiredAsync(cancellationToken);
}
