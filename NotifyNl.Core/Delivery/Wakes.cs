using System.Collections.Concurrent;
using Quartz;

namespace NotifyNl.Delivery;

/// <summary>Which jobs have a wake-up on its way: a thousand commits while a slot is busy make one further run, not a thousand.</summary>
public sealed class Wakes
{
    private readonly ConcurrentDictionary<JobKey, bool> asked = new();

    /// <returns>False when the job is about to run anyway.</returns>
    public bool TryAsk(JobKey job) => asked.TryAdd(job, true);

    /// <summary>The job begins to look: what comes from now on asks again.</summary>
    public void Taken(JobKey job) => asked.TryRemove(job, out _);
}
