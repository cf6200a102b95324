namespace NotifyNl.Delivery;

/// <summary>Which services have work in a lane, as far as this node knows, how far it is in each, and whose turn it is. Shared by the node's slots.</summary>
internal sealed class LaneTurns(TimeProvider clock)
{
    /// <summary>How long a newcomer may wait until he is seen.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromMilliseconds(250);

    /// <summary>Rows may appear below a mark (a later commit, a retry): each so often it starts again from the bottom.</summary>
    private static readonly TimeSpan MarkAge = TimeSpan.FromSeconds(2);

    private readonly Lock turn = new();
    private List<Waiting> waiting = [];
    private int cursor;
    private long? renewed;

    public bool IsOld
    {
        get
        {
            lock (turn)
                return waiting.Count == 0 || renewed is not { } at || clock.GetElapsedTime(at) > LeastAge;
        }
    }

    public void Expire()
    {
        lock (turn)
            renewed = null;
    }

    /// <param name="services">Sorted.</param>
    public void Renew(IReadOnlyList<Guid> services)
    {
        lock (turn)
        {
            var known = waiting.ToDictionary(w => w.ServiceId);
            var last = waiting.Count == 0 ? Guid.Empty : waiting[cursor % waiting.Count].ServiceId;
            waiting = [.. services.Select(service => known.GetValueOrDefault(service) ?? new Waiting(service))];
            cursor = Math.Max(0, waiting.FindIndex(w => w.ServiceId == last)); // the turn stays where it was
            renewed = clock.GetTimestamp();
        }
    }

    public Turn[] Next(Func<Guid, bool>? mayGo)
    {
        lock (turn)
        {
            var next = new List<Turn>(FairTurns.MostServices);
            for (var seen = 0; seen < waiting.Count && next.Count < FairTurns.MostServices; seen++)
            {
                var candidate = waiting[cursor++ % waiting.Count];
                if (mayGo is null || mayGo(candidate.ServiceId))
                    next.Add(new Turn(candidate.ServiceId, candidate.After(clock, MarkAge)));
            }

            cursor = waiting.Count == 0 ? 0 : cursor % waiting.Count;
            return [.. next];
        }
    }

    /// <summary>A service that gave less than its share has no more above its mark: it is dropped, and found again from the bottom if there is more below.</summary>
    public void Took(Turn[] turns, IReadOnlyList<ClaimedMessage> messages, int share)
    {
        var taken = messages.GroupBy(m => m.ServiceId).ToDictionary(g => g.Key, g => (Count: g.Count(), Last: g.Last().Id));
        lock (turn)
        {
            foreach (var service in turns.Select(t => t.ServiceId))
            {
                var place = waiting.FindIndex(w => w.ServiceId == service);
                if (place < 0)
                    continue;
                if (taken.TryGetValue(service, out var took) && took.Count >= share)
                    waiting[place].MoveTo(took.Last, clock);
                else
                    Drop(place);
            }
        }
    }

    private void Drop(int place)
    {
        waiting.RemoveAt(place);
        if (place < cursor)
            cursor--;
    }

    /// <summary>A service and its mark: it skips the dead index entries of what is gone, a quarter faster in a burst.</summary>
    private sealed class Waiting(Guid serviceId)
    {
        private Guid mark;
        private long since;

        public Guid ServiceId { get; } = serviceId;

        public Guid After(TimeProvider clock, TimeSpan age)
        {
            if (mark != Guid.Empty && clock.GetElapsedTime(since) >= age)
                mark = Guid.Empty;
            return mark;
        }

        public void MoveTo(Guid id, TimeProvider clock)
        {
            if (mark == Guid.Empty)
                since = clock.GetTimestamp();
            mark = id;
        }
    }
}
