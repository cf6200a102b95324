using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace NotifyNl.Data;

/// <summary>What became of the sealed values of one column.</summary>
/// <param name="Unreadable">Values that no configured key opens: hashes, which are not sealed, or values of a key that is gone.</param>
public sealed record ResealedColumn(string Table, string Column, long Resealed, long Unreadable);

/// <summary>
/// Seals everything anew with the current key, and hashes numbers anew with the current hash key, so that an old key can be taken away.
/// It finds what is sealed by the type of the columns; whose it is, the seal itself tells: it opens for one id only.
/// </summary>
public sealed partial class Resealing(PersonalDataSeal seal)
{
    private const int SetSize = 500;

    private const string ColumnsSql = """
        select c.relname::text, a.attname::text,
               array(select u.attname::text from pg_attribute u where u.attrelid = c.oid and u.atttypid = 'uuid'::regtype and not u.attisdropped order by u.attname <> 'service_id', u.attname <> 'user_id', u.attnum)
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.atttypid = 'bytea'::regtype and not a.attisdropped and c.relname not in ('audit_links', 'audit_heads')
        order by 1, 2
        """;

    /// <param name="owner">The connection of the owner: it sees every service.</param>
    public async Task<IReadOnlyList<ResealedColumn>> RunAsync(string owner, CancellationToken cancel)
    {
        await using var reading = new NpgsqlConnection(owner);
        await using var writing = new NpgsqlConnection(owner);
        await reading.OpenAsync(cancel);
        await writing.OpenAsync(cancel);
        var columns = new List<(string Table, string Column, string[] Ids)>();
        await using (var command = new NpgsqlCommand(ColumnsSql, reading))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2)));
        }

        var outcome = new List<ResealedColumn>();
        foreach (var (table, column, ids) in columns)
            outcome.Add(await ColumnAsync(reading, writing, table, column, ids, cancel));
        outcome.Add(await KeyRingAsync(reading, writing, cancel));
        return outcome;
    }

    /// <summary>The keys of cookies and forms stand as text, with what is sealed between tags.</summary>
    private async Task<ResealedColumn> KeyRingAsync(NpgsqlConnection reading, NpgsqlConnection writing, CancellationToken cancel)
    {
        var changed = new List<(int Id, string Xml)>();
        long unreadable = 0;
        await using (var command = new NpgsqlCommand("select id, xml from data_protection_keys where xml like '%<sealed%'", reading))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                var xml = reader.GetString(1);
                var text = SealedXml().Match(xml).Groups[1];
                var old = Convert.FromBase64String(text.Value);
                if (seal.IsCurrent(old))
                    continue;
                if (Open(old, []).Plain is { } plain)
                    changed.Add((reader.GetInt32(0), xml[..text.Index] + Convert.ToBase64String(seal.Seal(Guid.Empty, plain)) + xml[(text.Index + text.Length)..]));
                else
                    unreadable++;
            }
        }

        foreach (var (id, xml) in changed)
        {
            await using var command = new NpgsqlCommand("update data_protection_keys set xml = $2 where id = $1", writing) { Parameters = { new() { Value = id }, new() { Value = xml } } };
            await command.ExecuteNonQueryAsync(cancel);
        }

        return new ResealedColumn("data_protection_keys", "xml", changed.Count, unreadable);
    }

    private async Task<ResealedColumn> ColumnAsync(NpgsqlConnection reading, NpgsqlConnection writing, string table, string column, string[] ids, CancellationToken cancel)
    {
        // recipient stands beside recipient_key, the hash by which it is found.
        var key = ids.Contains(column + "_key") ? column + "_key" : null;
        var owners = ids.Where(id => id != column + "_key").ToArray();
        var set = new List<(byte[] Old, byte[] New, Guid? Key, string Row)>();
        long resealed = 0, unreadable = 0;
        await using (var command = new NpgsqlCommand($"select {column}, ctid::text, {key ?? "null::uuid"}, array[{string.Join(", ", owners)}]::uuid[] from {table} where {column} is not null", reading))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                var old = reader.GetFieldValue<byte[]>(0);
                Guid? oldKey = await reader.IsDBNullAsync(2, cancel) ? null : reader.GetGuid(2);
                if (seal.IsCurrent(old) && oldKey is null)
                    continue;
                var (plain, owner) = Open(old, reader.GetFieldValue<Guid?[]>(3));
                if (plain is null)
                {
                    unreadable++;
                    continue;
                }

                Guid? newKey = oldKey is null ? null : column == "reference" ? seal.Key(owner, plain) : seal.Key(Encoding.UTF8.GetString(plain));
                if (seal.IsCurrent(old) && newKey == oldKey)
                    continue;
                set.Add((old, seal.Seal(owner, plain), newKey, reader.GetString(1)));
                if (set.Count == SetSize)
                    resealed += await WriteAsync(writing, table, column, key, set, cancel);
            }
        }

        return new ResealedColumn(table, column, resealed + await WriteAsync(writing, table, column, key, set, cancel), unreadable);
    }

    [System.Text.RegularExpressions.GeneratedRegex("<sealed[^>]*>([^<]+)</sealed>")]
    private static partial System.Text.RegularExpressions.Regex SealedXml();

    private (byte[]? Plain, Guid Owner) Open(byte[] blob, Guid?[] owners)
    {
        foreach (var owner in owners.OfType<Guid>().Append(Guid.Empty))
        {
            try
            {
                return (seal.OpenBytes(owner, blob), owner);
            }
            catch (CryptographicException)
            {
                // Not this one's.
            }
        }

        return (null, default);
    }

    // A row that was changed meanwhile has moved: it is not found here, and is sealed by the current key already or by the next run.
    private static async Task<long> WriteAsync(NpgsqlConnection writing, string table, string column, string? key, List<(byte[] Old, byte[] New, Guid? Key, string Row)> set, CancellationToken cancel)
    {
        if (set.Count == 0)
            return 0;
        await using var command = new NpgsqlCommand(
            $"update {table} t set {column} = u.new{(key is null ? "" : $", {key} = u.key")} from unnest($1::text[], $2::bytea[], $3::bytea[], $4::uuid[]) u(place, old, new, key) where t.ctid = u.place::tid and t.{column} = u.old",
            writing);
        command.Parameters.Add(new() { Value = set.Select(s => s.Row).ToArray() });
        command.Parameters.Add(new() { Value = set.Select(s => s.Old).ToArray() });
        command.Parameters.Add(new() { Value = set.Select(s => s.New).ToArray() });
        command.Parameters.Add(new() { Value = set.Select(s => s.Key).ToArray() });
        set.Clear();
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
