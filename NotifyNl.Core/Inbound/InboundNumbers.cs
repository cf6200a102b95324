using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Inbound;

/// <summary>Which numbers, and words on shared numbers, belong to a service: a platform admin says so, because a number is hired from the gateway.</summary>
public sealed class InboundNumbers(NotifyDbContext db, AuditLog audit)
{
    private const int Shortest = 3;

    public Task<List<InboundNumber>> ReadAsync(Guid serviceId, CancellationToken cancel) =>
        db.InboundNumbers.AsNoTracking().Where(n => n.ServiceId == serviceId).OrderBy(n => n.Number).ThenBy(n => n.Keyword).ToListAsync(cancel);

    /// <param name="number">As people write it: with spaces, 0031, +31 or a single 0 for the Netherlands; or a short code.</param>
    /// <param name="keyword">The first word of texts on a number that services share; empty for whatever bears no word of another service.</param>
    public async Task<Problem?> AddAsync(Guid serviceId, Guid byUserId, string? number, string? keyword, CancellationToken cancel)
    {
        var digits = InboundTexts.Digits(number ?? "");
        if (digits.StartsWith('0'))
            digits = "31" + digits[1..];
        if (digits.Length is < Shortest or > InboundNumber.MaxNumberLength || !(number ?? "").All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.'))
            return new Problem("inbound-number", "Number");
        var word = (keyword ?? "").Trim().ToUpperInvariant();
        if (word.Length > 0 && (word.Length > InboundNumber.MaxKeywordLength || InboundTexts.Keyword(word) != word))
            return new Problem("reply-keyword", "Keyword") { Args = [InboundNumber.MaxKeywordLength] };
        if (StopWords.Contains(word))
            return new Problem("reply-keyword-stop", "Keyword");

        db.Add(new InboundNumber { Number = digits, Keyword = word, ServiceId = serviceId });
        audit.Add(serviceId, byUserId, "inbound-number-added", subject: $"{digits} {word}".TrimEnd());
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Of this service or of another: whose it is, is not told.
            db.ChangeTracker.Clear();
            return new Problem("inbound-number-taken", "Number");
        }
    }

    public async Task RemoveAsync(Guid serviceId, Guid byUserId, string? number, string? keyword, CancellationToken cancel)
    {
        if (await db.InboundNumbers.SingleOrDefaultAsync(n => n.ServiceId == serviceId && n.Number == number && n.Keyword == keyword, cancel) is not { } found)
            return;
        db.Remove(found);
        audit.Add(serviceId, byUserId, "inbound-number-removed", subject: $"{found.Number} {found.Keyword}".TrimEnd());
        await db.SaveChangesAsync(cancel);
    }
}
