using NotifyNl.Benchmarks.Rig;
using Npgsql;

namespace NotifyNl.Benchmarks.Faults;

/// <summary>
/// What holds after a fault, by the stand-in's own record. Receipts come for what the stand-in accepted and for nothing else, so that as many delivered messages
/// as accepted references means: the same ones.
/// </summary>
internal sealed record Proof(long Stored, long Accepted, long Delivered, long Uncertain, long UncertainBound, long DoubledBulk, long DoubledUrgent, IReadOnlyList<string> Breaches)
{
    /// <summary>Two slots of a node serve bulk and one serves urgent only; two calls of each are under way, a hundred messages in each.</summary>
    private const int InFlightOfNode = 3 * 2 * 100;

    public long Lost => Stored - Delivered - Uncertain;

    public static async Task<Proof> OfAsync(Trial trial, Fault fault)
    {
        var stand = trial.Stand;
        var counts = await stand.Gateway.CountsAsync();
        var stored = await stand.ReadAsync<long>("select count(*) from notifications");
        var delivered = await stand.ReadAsync<long>("select count(*) from notifications where status = 20");
        var uncertain = await stand.ReadAsync<long>("select count(*) from notifications where status = 24");
        var doubled = (await stand.Gateway.DuplicatesAsync()).Select(d => Guid.ParseExact(d.Reference, "N")).ToArray();
        var doubledUrgent = await stand.ReadAsync<long>("select count(*) from notifications where id = any($1) and lane = 0", doubled);
        var listed = await stand.ReadAsync<long>("select count(*) from notifications where id = any($1) and lane = 0 and attempts >= 2", doubled);
        var proof = new Proof(stored, counts.DistinctReferences, delivered, uncertain, (long)fault.Breaks * fault.Nodes * InFlightOfNode, doubled.Length - doubledUrgent, doubledUrgent, []);
        var breaches = new List<string>();
        Check(stored == trial.Expected, $"pressed {trial.Expected}, stored {stored}");
        Check(proof.Lost == 0, $"lost {proof.Lost}");
        Check(proof.DoubledBulk == 0, $"{proof.DoubledBulk} of gewoon or bulk sent twice");
        Check(doubledUrgent == listed, $"{doubledUrgent} urgent ones sent twice, of which {listed} say so");
        Check(doubledUrgent <= (fault.Breaks == 0 ? 0 : Trial.UrgentMessages), $"{doubledUrgent} urgent ones sent twice");
        Check(uncertain <= proof.UncertainBound, $"onzeker {uncertain}, above the bound of {proof.UncertainBound}");
        Check(counts.DistinctReferences == delivered, $"the gateway took {counts.DistinctReferences}, delivered by our own word {delivered}");
        Check(counts.ReceiptsGivenUp == 0, $"{counts.ReceiptsGivenUp} receipts were given up");
        Check(await stand.ReadAsync<bool>(CountersSql), "the counters do not say what the messages say");
        return proof with { Breaches = breaches };

        void Check(bool holds, string otherwise)
        {
            if (!holds)
                breaches.Add(otherwise);
        }
    }

    private const string CountersSql = """
        select count(*) = 0 from
          (select coalesce(batch_id, '00000000-0000-0000-0000-000000000000') as batch, status, count(*) as messages from notifications group by 1, 2) n
          full join (select batch_id as batch, status, sum(messages) as messages from message_counts group by 1, 2 having sum(messages) <> 0) c using (batch, status)
        where n.messages is distinct from c.messages
        """;
}
