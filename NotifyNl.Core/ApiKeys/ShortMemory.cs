using System.Collections.Concurrent;

namespace NotifyNl.ApiKeys;

/// <summary>
/// Remembers for a second what thousands of calls a second ask for. Who asks within the second after that gets the old answer while the new one is fetched,
/// so that no call waits for it; after two seconds nothing old is given.
/// </summary>
internal sealed class ShortMemory<TKey, TValue>(TimeProvider clock, Func<TKey, Task<TValue>> fetch)
    where TKey : notnull
{
    private const int MostRemembered = 20_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<TKey, Memory> memories = new();
    private readonly Lock gate = new();

    public Task<TValue> FindAsync(TKey key)
    {
        if (!memories.TryGetValue(key, out var memory) || !IsUsable(memory))
            return Fetch(key, still => !IsUsable(still)).Value;
        if (clock.GetElapsedTime(memory.At) >= Fresh && memory.Value.IsCompletedSuccessfully && memory.TryBeTheOneWhoRenews())
            Renew(key, memory);
        return memory.Value;
    }

    private bool IsUsable(Memory memory) => !memory.Value.IsFaulted && !memory.Value.IsCanceled && clock.GetElapsedTime(memory.At) < Usable;

    /// <summary>Of all who miss it at once, one fetches and the others wait for that.</summary>
    private Memory Fetch(TKey key, Func<Memory, bool> isStale)
    {
        lock (gate)
        {
            if (memories.TryGetValue(key, out var other) && !isStale(other))
                return other;
            if (memories.Count >= MostRemembered)
                memories.Clear();
            return memories[key] = new Memory(clock.GetTimestamp(), Task.Run(() => fetch(key)));
        }
    }

    private void Renew(TKey key, Memory old)
    {
        var at = clock.GetTimestamp();
        _ = Task.Run(async () =>
        {
            try
            {
                var value = await fetch(key);
                memories.TryUpdate(key, new Memory(at, Task.FromResult(value)), old);
            }
            catch (Exception)
            {
                // The old answer ends in a second; whoever asks then hears of the failure.
            }
        });
    }

    private sealed class Memory(long at, Task<TValue> value)
    {
        private int renewing;

        public long At => at;

        public Task<TValue> Value => value;

        public bool TryBeTheOneWhoRenews() => Interlocked.Exchange(ref renewing, 1) == 0;
    }
}
