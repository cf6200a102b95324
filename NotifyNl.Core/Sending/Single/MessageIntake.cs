using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Sending;

/// <summary>Stores single messages; those that come at the same moment share a commit.</summary>
public sealed class MessageIntake([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, SlotCall slots) : SharedCommits<NewMessage>
{
    /// <summary>Returns when the message is committed.</summary>
    /// <returns>False where too many are waiting, or the program stops: nothing is stored, and the caller is told to come again.</returns>
    /// <exception cref="NpgsqlException">It could not be stored.</exception>
    public async ValueTask<bool> TryStoreAsync(NewMessage message)
    {
        if (TryAdd(message) is not { } committed)
            return false;

        // Not to be broken off by a caller who hangs up: what is in the queue will be stored.
        await committed;
        return true;
    }

    protected override async Task CommitAsync(List<NewMessage> group)
    {
        await MessageInsert.ExecuteAsync(database, group);
        slots.Call(group);
    }
}
