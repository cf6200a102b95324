using Quartz;

namespace NotifyNl.Sending;

/// <summary>Every minute, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class RecentHiddenTextsJob(HiddenTexts texts) : IJob
{
    public static readonly JobKey Key = new("hidden-texts", "sending");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await texts.RemoveRecentAsync(cancellationToken);
}

/// <summary>Every hour, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class HiddenTextsJob(HiddenTexts texts) : IJob
{
    public static readonly JobKey Key = new("all-hidden-texts", "sending");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await texts.RemoveAllAsync(cancellationToken);
}
