using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NotifyNl.Data;
using NotifyNl.Delivery;
using Npgsql;

namespace NotifyNl.Sending;

/// <summary>
/// Wakes the slots after single messages were committed, once for all commits of the same moment. Apart from these commits: a NOTIFY in each of them made the
/// writers wait for one another, and took a third of their pace. When the word is lost, the slots look by themselves within seconds.
/// </summary>
public sealed class SlotCall([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, ILogger<SlotCall> logger) : BackgroundService
{
    /// <summary>Between two calls: what a slot takes at once anyway.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Channel<bool> asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal void Call(IEnumerable<NewMessage> committed)
    {
        if (committed.Any(m => m.Status == NotificationStatus.Queued))
            asked.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await asked.Reader.WaitToReadAsync(stoppingToken))
            {
                asked.Reader.TryRead(out _);
                try
                {
                    await using var call = database.CreateCommand($"select pg_notify('{WorkerDatabase.WorkChannel}', 'api')");
                    await call.ExecuteNonQueryAsync(stoppingToken);
                }
                catch (NpgsqlException e)
                {
                    logger.LogWarning("The slots could not be called ({Failure}); they look by themselves", e.GetType().Name);
                }

                await Task.Delay(Pause, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The slots of other nodes find what was committed last.
        }
    }
}
