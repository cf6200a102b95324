namespace NotifyNl.Usage;

/// <summary>
/// The part of a statement that keeps <see cref="MessageCount"/> true: what a statement moves, it counts, in the same commit.
/// </summary>
internal static class CountDelta
{
    /// <summary>Single messages have no batch; a key has no nulls.</summary>
    private const string NoBatch = "'00000000-0000-0000-0000-000000000000'";

    // Each connection writes its own slot, so that two workers seldom wait for the same row; sorted, so that they never wait for each other.
    private const string Insert = $"""
        insert into message_counts as c (service_id, batch_id, day, status, slot, messages, parts)
          select service_id, coalesce(batch_id, {NoBatch}), (created_at at time zone 'Europe/Amsterdam')::date, s.status, pg_backend_pid() % 16,
                 sum(s.one), sum(s.one * parts)
        """;

    private const string Merge = """
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
          on conflict (service_id, batch_id, day, status, slot) do update set messages = c.messages + excluded.messages, parts = c.parts + excluded.parts
        """;

    /// <summary>For a statement whose <c>moved</c> gives service_id, batch_id, created_at, parts, and the statuses was and became.</summary>
    public const string OfMoved = $"""
        counted as (
          {Insert}
          from moved cross join lateral (values (was, -1), (became, 1)) s(status, one)
          where was <> became
          {Merge})
        """;

    /// <summary>For a statement whose <c>made</c> gives new messages: service_id, batch_id, created_at, parts, status.</summary>
    public const string OfMade = $"""
        counted as (
          {Insert}
          from made cross join lateral (values (made.status, 1)) s(status, one)
          {Merge})
        """;
}
