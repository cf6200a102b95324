using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Sending;

/// <summary>
/// Stores single messages. Those that come at the same moment share a commit, without a timer: the writer takes what is waiting, commits, and repeats. A linger
/// of 2 ms would make it three times slower.
/// </summary>
/// <remarks>
/// Medians of five pairs at 16 connections, as the ratio to a handler with an INSERT of its own on the same machine: two writers 1.04–1.20, one 1.26, one that
/// lets others go first 1.44. Answers leave together and bring the next calls together: whoever takes the first of these alone makes all others wait for his commit.
/// </remarks>
public sealed class MessageIntake([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, SlotCall slots) : BackgroundService
{
    private const int LargestGroup = 500;

    /// <summary>So many times the writer goes behind the work that is ready before it counts who is waiting: from the socket to here a call takes about as many steps.</summary>
    private const int Courtesies = 3;

    /// <summary>More would only wait past the caller's patience: it is told to come again.</summary>
    private const int LargestQueue = 5_000;

    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(LargestQueue) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Returns when the message is committed.</summary>
    /// <returns>False where too many are waiting, or the program stops: nothing is stored.</returns>
    /// <exception cref="NpgsqlException">It could not be stored.</exception>
    public async ValueTask<bool> TryStoreAsync(NewMessage message)
    {
        var waiting = new Waiting(message);
        if (!queue.Writer.TryWrite(waiting))
            return false;

        // Not to be broken off by a caller who hangs up: what is in the queue will be stored.
        await waiting.Committed.Task;
        return true;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(WriteAsync, CancellationToken.None);

    /// <summary>Comes after the web server's own stop: what it took is committed and answered.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        if (ExecuteTask is { } writer)
            await writer.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    private async Task WriteAsync()
    {
        var group = new List<Waiting>();
        while (await queue.Reader.WaitToReadAsync())
        {
            for (var times = 0; times < Courtesies; times++)
                await Task.Yield();
            while (group.Count < LargestGroup && queue.Reader.TryRead(out var next))
                group.Add(next);
            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<Waiting> group)
    {
        try
        {
            if (group.Count > 0)
            {
                await MessageInsert.ExecuteAsync(database, group.ConvertAll(w => w.Message));
                slots.Call(group.Select(w => w.Message));
            }
        }
        catch (PostgresException e) when (group.Count > 1 && !e.IsTransient)
        {
            // One that cannot be stored may not fail its neighbours.
            foreach (var one in group)
                await CommitAsync([one]);
            return;
        }
        catch (Exception e)
        {
            group.ForEach(w => w.Committed.SetException(e));
            return;
        }

        group.ForEach(w => w.Committed.SetResult());
    }

    private sealed record Waiting(NewMessage Message)
    {
        // Asynchronous: else the calls would be answered on the writer's time.
        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
