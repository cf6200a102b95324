using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Templates;
using Npgsql;

namespace NotifyNl.Recipients;

/// <summary>
/// The <em>afmeldlijst</em> of one service: who is on it gets no message. A list is compared with it at the check, and everything once more
/// when the messages are made, for days may lie in between; what waits already when somebody comes on the list is taken back (<see cref="OptOutStop"/>).
/// Entries outlive the keys of their hashes, so that each look-up asks for every hash a number may have.
/// </summary>
public sealed class OptOutList(NotifyDbContext db, PersonalDataSeal seal, AuditLog audit, TimeProvider clock)
{
    private static readonly PhoneNumberReader Numbers = new();

    // A list of numbers is a recipient list without a message; the engine asks for a text that is not empty.
    private static readonly TemplateText NoMessage = TemplateText.Parse("-");

    /// <returns>True for a number that was not on the list, or what is wrong with it (field <c>Number</c>).</returns>
    public async Task<Result<bool>> AddAsync(Guid serviceId, Guid userId, string number, OptOutReason reason, CancellationToken cancel)
    {
        var (keys, problem) = Keys(number);
        if (problem is not null)
            return problem;

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var added = !await db.OptOuts.AnyAsync(o => o.ServiceId == serviceId && keys.Contains(o.RecipientKey), cancel)
            && await InsertAsync(serviceId, [keys[0]], reason, cancel) > 0;
        if (added)
            audit.Add(serviceId, userId, "opt-out-added");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        await StopAsync(serviceId, [.. keys], cancel);
        return added;
    }

    /// <returns>The entry, null for a number that is not on the list, or what is wrong with the number.</returns>
    public async Task<Result<OptOut?>> FindAsync(Guid serviceId, string number, CancellationToken cancel)
    {
        var (keys, problem) = Keys(number);
        if (problem is not null)
            return problem;
        return await db.OptOuts.AsNoTracking().Where(o => o.ServiceId == serviceId && keys.Contains(o.RecipientKey)).OrderBy(o => o.Since).FirstOrDefaultAsync(cancel);
    }

    /// <summary>As a person asks it: that they asked stands in the logboek, about whom does not.</summary>
    public async Task<Result<OptOut?>> LookUpAsync(Guid serviceId, Guid userId, string number, CancellationToken cancel)
    {
        var found = await FindAsync(serviceId, number, cancel);
        if (found.Problem is null)
        {
            audit.Add(serviceId, userId, "opt-out-looked-up");
            await db.SaveChangesAsync(cancel);
        }

        return found;
    }

    /// <returns>False for a number that was not on the list, or what is wrong with the number.</returns>
    public async Task<Result<bool>> RemoveAsync(Guid serviceId, Guid userId, string number, CancellationToken cancel)
    {
        var (keys, problem) = Keys(number);
        if (problem is not null)
            return problem;

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var removed = await db.OptOuts.Where(o => o.ServiceId == serviceId && keys.Contains(o.RecipientKey)).ExecuteDeleteAsync(cancel) > 0;
        if (removed)
            audit.Add(serviceId, userId, "opt-out-removed");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return removed;
    }

    /// <summary>Adds the numbers of a file, read as any recipient list is. A row without a good number keeps no other from being added.</summary>
    public async Task<OptOutImport> ImportAsync(Guid serviceId, Guid userId, Stream file, string fileName, OptOutReason reason, CancellationToken cancel)
    {
        var keys = new HashSet<Guid>();
        var unread = new List<int>();
        var report = new RecipientListCheck(new ListCheckOptions { Template = NoMessage }).Check(file, fileName, row =>
        {
            if (row.Number is { Valid: true, E164: { } e164 })
                keys.Add(seal.Key(e164));
            else
                unread.Add(row.Row);
        }, cancel);
        if (report.Problems.Count > 0)
            return new OptOutImport(0, 0, [], report);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var added = await InsertAsync(serviceId, [.. keys], reason, cancel);
        if (added > 0)
            audit.Add(serviceId, userId, "opt-outs-imported", subject: $"{added}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        await StopAsync(serviceId, [.. keys], cancel);
        return new OptOutImport(added, keys.Count - added, unread, report);
    }

    /// <returns>Whether an E.164 number is on the list.</returns>
    public Task<bool> ContainsAsync(Guid serviceId, string e164, CancellationToken cancel)
    {
        var keys = seal.Keys(e164);
        return db.OptOuts.AnyAsync(o => o.ServiceId == serviceId && keys.Contains(o.RecipientKey), cancel);
    }

    /// <summary>The whole list, for a check of many rows: 16 bytes a number.</summary>
    /// <returns>Null when it is empty, so that nothing has to be hashed.</returns>
    public async Task<Func<string, bool>?> ReadAsync(Guid serviceId, CancellationToken cancel)
    {
        var keys = await db.OptOuts.AsNoTracking().Where(o => o.ServiceId == serviceId).Select(o => o.RecipientKey).ToHashSetAsync(cancel);
        return keys.Count == 0 ? null : e164 => seal.Keys(e164).Any(keys.Contains);
    }

    /// <returns>The hash of today first.</returns>
    private (IReadOnlyList<Guid> Keys, Problem? Problem) Keys(string number)
    {
        var check = Numbers.Check(number);
        return check.Valid ? (seal.Keys(check.E164!), null) : ([], check.Problem! with { Field = "Number" });
    }

    private Task<long> StopAsync(Guid serviceId, Guid[] keys, CancellationToken cancel) => WorkerDatabase.OutOfDeadlockAsync(async () =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var stopped = await OptOutStop.RunAsync((NpgsqlConnection)db.Database.GetDbConnection(), serviceId, keys, clock.GetUtcNow(), cancel);
        await transaction.CommitAsync(cancel);
        return stopped;
    });

    private Task<int> InsertAsync(Guid serviceId, Guid[] keys, OptOutReason reason, CancellationToken cancel) =>
        OptOutEntry.AddAsync((NpgsqlConnection)db.Database.GetDbConnection(), serviceId, keys, reason, clock.GetUtcNow(), cancel);
}

/// <summary>What an import did. Where <paramref name="Report"/> holds problems, nothing.</summary>
/// <param name="Known">Numbers that were on the list already.</param>
/// <param name="Unread">The lines of the sheet without a good number.</param>
public sealed record OptOutImport(int Added, int Known, IReadOnlyList<int> Unread, ListCheckReport Report);
