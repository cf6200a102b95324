namespace NotifyNl.Benchmarks.Faults;

/// <summary>One thing that goes wrong, by name.</summary>
/// <param name="Covers">Its numbers in the list of what must be survived (docs/adr/0018).</param>
/// <param name="Strike">Presses, strikes at the right moment, and undoes the fault; what must hold afterwards is proven by <see cref="Proof"/>.</param>
internal sealed record Fault(string Name, string Covers, Func<Trial, Task> Strike)
{
    public int Nodes { get; init; } = 2;

    /// <summary>How often messages in flight may be left without an answer: what may become uncertain is so many times what is in flight.</summary>
    public int Breaks { get; init; }

    /// <summary>Why it cannot run here; it is then named as not run, never as passed.</summary>
    public Func<string?> Obstacle { get; init; } = () => null;

    /// <summary>Spryng beside CM.com, each with half of the messages.</summary>
    public bool TwoGateways { get; init; }
}

/// <summary>The fault cannot be brought about on this machine.</summary>
internal sealed class NotRunException(string reason) : Exception(reason);

/// <summary>What was promised does not hold.</summary>
internal sealed class BreachException(string breach) : Exception(breach);
