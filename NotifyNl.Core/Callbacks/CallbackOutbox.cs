namespace NotifyNl.Callbacks;

/// <summary>
/// The part of a statement that makes final messages known to the services that want to hear of them, in the same commit. Where no service does, it is a join with an empty table.
/// </summary>
internal static class CallbackOutbox
{
    /// <summary>For a statement whose <c>moved</c> gives id, service_id, and the statuses was and became.</summary>
    public const string OfMoved = """
        called as (
          insert into callback_events (id, service_id, kind, subject_id, status, created_at, due_at, attempts)
          select gen_random_uuid(), moved.service_id, 0, moved.id, moved.became, now(), now(), 0
          from moved join callbacks c on c.service_id = moved.service_id and c.kind = 0
          where moved.became >= 20 and moved.became <> moved.was)
        """;

    /// <summary>For a statement whose <c>made</c> gives new messages: id, service_id, status. Final at once is who is on the opt-out list.</summary>
    public const string OfMade = """
        called as (
          insert into callback_events (id, service_id, kind, subject_id, status, created_at, due_at, attempts)
          select gen_random_uuid(), made.service_id, 0, made.id, made.status, now(), now(), 0
          from made join callbacks c on c.service_id = made.service_id and c.kind = 0
          where made.status >= 20)
        """;

    /// <summary>For a statement whose <c>stored</c> gives the id and service_id of a received text.</summary>
    public const string OfStored = """
        called as (
          insert into callback_events (id, service_id, kind, subject_id, created_at, due_at, attempts)
          select gen_random_uuid(), stored.service_id, 1, stored.id, now(), now(), 0 from stored join callbacks c on c.service_id = stored.service_id and c.kind = 1)
        """;
}
