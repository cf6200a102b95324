using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Templates;
using Npgsql;

namespace NotifyNl.Inbound;

/// <summary>Which words of citizens are answered by themselves.</summary>
public sealed class ReplyRules(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    public Task<List<ReplyRule>> ReadAsync(Guid serviceId, CancellationToken cancel) =>
        db.ReplyRules.AsNoTracking().Include(r => r.Template).Where(r => r.ServiceId == serviceId).OrderBy(r => r.Keyword == ReplyRule.Anything).ThenBy(r => r.Keyword).ToListAsync(cancel);

    /// <summary>Templates that can be an answer: nobody fills in fields for them.</summary>
    public async Task<List<Template>> TemplatesAsync(Guid serviceId, CancellationToken cancel) =>
        [.. (await db.Templates.AsNoTracking().Where(t => t.ServiceId == serviceId && t.ArchivedAt == null && t.Channel == MessageChannel.Sms).OrderBy(t => t.Name).ToListAsync(cancel))
            .Where(t => TemplateText.Parse(t.Content).Segments.All(s => s.Name is null))];

    /// <param name="keyword">One word, or empty for whatever no other rule knows.</param>
    public async Task<Problem?> AddAsync(Guid serviceId, Guid userId, string keyword, Guid templateId, CancellationToken cancel)
    {
        var word = keyword.Trim().ToUpperInvariant();
        if (word.Length == 0)
            word = ReplyRule.Anything;
        if (word != ReplyRule.Anything && (word.Length > InboundNumber.MaxKeywordLength || InboundTexts.Keyword(word) != word))
            return new Problem("reply-keyword", "Keyword") { Args = [InboundNumber.MaxKeywordLength] };
        if (StopWords.Contains(word))
            return new Problem("reply-keyword-stop", "Keyword");
        if ((await TemplatesAsync(serviceId, cancel)).TrueForAll(t => t.Id != templateId))
            return new Problem("reply-template", "Template");

        db.Add(new ReplyRule { Id = Guid.CreateVersion7(clock.GetUtcNow()), ServiceId = serviceId, Keyword = word, TemplateId = templateId });
        audit.Add(serviceId, userId, "reply-rule-added", subject: word);
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return new Problem("reply-keyword-taken", "Keyword");
        }
    }

    public async Task RemoveAsync(Guid serviceId, Guid userId, Guid ruleId, CancellationToken cancel)
    {
        if (await db.ReplyRules.SingleOrDefaultAsync(r => r.Id == ruleId && r.ServiceId == serviceId, cancel) is not { } rule)
            return;
        db.Remove(rule);
        audit.Add(serviceId, userId, "reply-rule-removed", subject: rule.Keyword);
        await db.SaveChangesAsync(cancel);
    }
}
