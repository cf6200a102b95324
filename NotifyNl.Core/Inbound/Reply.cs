using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.Inbound;

/// <summary>A person's answer to a citizen who wrote: with a template of the service, from the number that was written to, before all others.</summary>
public sealed class Reply(NotifyDbContext db, PersonalDataSeal seal, AuditLog audit, OptOutList optOuts, TrialReach trial, TimeProvider clock)
{
    /// <summary>Whether the number that this citizen wrote to is still ours to answer from.</summary>
    public async Task<bool> MayAnswerAsync(Guid serviceId, Guid citizen, CancellationToken cancel) => await NewestAsync(serviceId, citizen, cancel) is not null;

    /// <summary>The text as it would leave now; fields without a value stay as they are written in the template.</summary>
    public static SmsText Preview(Service service, Template template, IReadOnlyList<string?> values) =>
        SmsComposer.Compose(TemplateText.Parse(template.Content).Fill([.. values]), service.Prefix, service.Accents);

    /// <param name="values">In the order of the template's fields.</param>
    /// <returns>The message's id, or what stands in its way. A field without a value is a problem of <c>Value0</c>, <c>Value1</c>…</returns>
    public async Task<Result<Guid>> SendAsync(Service service, Guid userId, Guid citizen, Template template, IReadOnlyList<string?> values, CancellationToken cancel)
    {
        if (await NewestAsync(service.Id, citizen, cancel) is not { } text)
            return new Problem("reply-no-number");
        var fields = TemplateText.Parse(template.Content).Placeholders;
        for (var place = 0; place < fields.Count; place++)
        {
            if (string.IsNullOrWhiteSpace(values.ElementAtOrDefault(place)))
                return new Problem("value-missing", $"Value{place}");
        }

        var sms = Preview(service, template, values);
        if (sms.IsTooLong)
            return new Problem("message-too-long") { Args = [sms.CharactersWithoutPrefix, SmsText.MaxCharacters] };
        if (sms.Unsupported.Count > 0)
            return new Problem("unsupported-characters") { Args = [string.Join(' ', sms.Unsupported)] };
        var number = seal.Open(service.Id, text.Sender);
        if (await optOuts.ContainsAsync(service.Id, number, cancel))
            return new Problem("recipient-opted-out");
        if (!await trial.AllowsAsync(service.Id, number, cancel))
            return new Problem("trial-recipient");

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var pinned = await UploadStore.PinAsync(db, service, template, text.SentTo, Guid.CreateVersion7(now), cancel);
        await UrgentMessage.QueueAsync(db, seal, id, service.Id, pinned, number, seal.Seal(service.Id, Values.ToJson([.. values])), (short)sms.Parts, now, cancel);
        audit.Add(service.Id, userId, "reply-sent", id, template.Name);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return id;
    }

    private Task<InboundText?> NewestAsync(Guid serviceId, Guid citizen, CancellationToken cancel) =>
        db.InboundTexts.AsNoTracking()
            .Where(t => t.ServiceId == serviceId && t.SenderKey == citizen && db.InboundNumbers.Any(n => n.ServiceId == serviceId && n.Number == t.SentTo))
            .OrderByDescending(t => t.ReceivedAt).FirstOrDefaultAsync(cancel);
}
