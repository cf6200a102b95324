using Quartz;

namespace NotifyNl.Web.Worker;

/// <summary>The order of a stop: the slots take nothing more and finish what is on the wire, while receipts still come in; the web server stops after them.</summary>
internal sealed class Drain(ISchedulerFactory schedulers) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (await schedulers.LookupScheduler(Schedule.Slots, cancellationToken) is { } slots)
            await slots.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
