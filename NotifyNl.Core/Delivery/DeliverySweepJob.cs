using Quartz;

namespace NotifyNl.Delivery;

/// <summary>Every few seconds, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class DeliverySweepJob(DeliverySweep sweep) : IJob
{
    public static readonly JobKey Key = new("sweep", "delivery");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweep.SweepAsync(cancellationToken);
}

/// <summary>Every hour, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class SilentGatewayJob(DeliverySweep sweep) : IJob
{
    public static readonly JobKey Key = new("silent", "delivery");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweep.GiveUpSilentAsync(cancellationToken);
}

/// <summary>Every ten seconds, once in the cluster.</summary>
[DisallowConcurrentExecution]
public sealed class GatewaySharesJob(GatewayShares shares) : IJob
{
    public static readonly JobKey Key = new("shares", "delivery");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await shares.AdjustAsync(cancellationToken);
}
