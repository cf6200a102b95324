namespace NotifyNl.Data;

/// <summary>What may differ between the private server of a run, a bench and a test.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>Every commit reaches the disk. Off is for tests only: quicker, and lost with the power.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The cluster is deleted when the server stops.</summary>
    public bool ThrowAway { get; init; }

    /// <summary>Tests copy a migrated template database per class; nothing else may make databases.</summary>
    public bool OwnerMayCreateDatabases { get; init; }

    public int MaxConnections { get; init; } = 300;

    public int SharedBuffersMegabytes { get; init; } = 256;

    /// <summary>Counts the time of each statement (the extension pg_stat_statements), for a bench that asks where it goes.</summary>
    public bool CountsStatements { get; init; }

    /// <summary>How long a start may take; after a power failure PostgreSQL first reads back its log.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
