using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace NotifyNl.Audit;

/// <summary>What is not as it was written.</summary>
/// <param name="Place">In the organisation's chain, from 1.</param>
/// <param name="EntryId">The line it concerns, or null where the chain itself was cut.</param>
/// <param name="Kind"><c>edited</c>, <c>deleted</c>, <c>unlinked</c> (a line that was not written by the program), <c>missing-link</c>, <c>cut</c> or <c>not-as-logged</c>.</param>
public sealed record AuditFlaw(Guid OrganisationId, long Place, Guid? EntryId, string Kind);

/// <summary>The newest link of an organisation, as the program logs it every day.</summary>
public sealed record AuditHead(Guid OrganisationId, long Place, string Hash);

/// <summary>Reads the logboek as the owner and computes every hash again, by itself: not with the functions of the database that it judges.</summary>
public static class AuditChain
{
    private const string LinksSql = """
        select l.organisation_id, l.place, l.entry_id, l.hash, e.id is not null,
               array[e.id::text, e.organisation_id::text, e.service_id::text, e.user_id::text, e.action, e.subject_id::text, e.subject, e.changes, e.address,
                     (extract(epoch from e.at) * 1000000)::bigint::text]
        from audit_links l left join audit_entries e on e.id = l.entry_id order by l.organisation_id, l.place
        """;

    private const string UnlinkedSql = "select organisation_id, id from audit_entries e where not exists (select from audit_links l where l.entry_id = e.id) order by at, id";

    /// <param name="logged">Heads that an earlier log holds: what is older than they are must still be there.</param>
    /// <returns>How many lines were read, and what is wrong.</returns>
    public static async Task<(long Lines, IReadOnlyList<AuditFlaw> Flaws)> VerifyAsync(string owner, IReadOnlyList<AuditHead> logged, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(cancel);
        // One moment for all that is read: the portal goes on writing meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        var heads = (await HeadsAsync(connection, cancel)).ToDictionary(h => h.OrganisationId);
        var promises = logged.ToLookup(h => (h.OrganisationId, h.Place));

        var flaws = new List<AuditFlaw>();
        var ends = new Dictionary<Guid, (long Place, string Hash)>();
        var previous = Array.Empty<byte>();
        long lines = 0;
        await using (var command = new NpgsqlCommand(LinksSql, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                var (organisation, place, entry, hash) = (reader.GetGuid(0), reader.GetInt64(1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3));
                var before = ends.GetValueOrDefault(organisation).Place;
                if (before == 0)
                    previous = [];
                for (var missing = before + 1; missing < place; missing++)
                    flaws.Add(new AuditFlaw(organisation, missing, null, "missing-link"));
                if (!reader.GetBoolean(4))
                    flaws.Add(new AuditFlaw(organisation, place, entry, "deleted"));
                else if (before + 1 == place && !hash.AsSpan().SequenceEqual(SHA256.HashData([.. previous, .. Content(reader.GetFieldValue<string?[]>(5))])))
                    flaws.Add(new AuditFlaw(organisation, place, entry, "edited"));
                if (promises[(organisation, place)].Any(p => p.Hash != Convert.ToHexStringLower(hash)))
                    flaws.Add(new AuditFlaw(organisation, place, entry, "not-as-logged"));

                // Each link is judged by the one that is stored before it, so that one edit is named once.
                previous = hash;
                ends[organisation] = (place, Convert.ToHexStringLower(hash));
                lines++;
            }
        }

        foreach (var head in heads.Values.Concat(logged))
        {
            var (place, hash) = ends.GetValueOrDefault(head.OrganisationId);
            if (place < head.Place || place == head.Place && hash != head.Hash)
                flaws.Add(new AuditFlaw(head.OrganisationId, Math.Min(place + 1, head.Place), null, "cut"));
        }

        await using (var command = new NpgsqlCommand(UnlinkedSql, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
                flaws.Add(new AuditFlaw(reader.GetGuid(0), 0, reader.GetGuid(1), "unlinked"));
        }

        return (lines, [.. flaws.Distinct()]);
    }

    public static async Task<IReadOnlyList<AuditHead>> HeadsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var heads = new List<AuditHead>();
        await using var command = new NpgsqlCommand("select organisation_id, place, encode(hash, 'hex') from audit_heads order by 1", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            heads.Add(new AuditHead(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2)));
        return heads;
    }

    private static byte[] Content(string?[] fields) =>
        Encoding.UTF8.GetBytes(string.Join(',', fields.Select(field => field is null ? "-" : $"{Encoding.UTF8.GetByteCount(field)}:{field}")));
}
