using Microsoft.EntityFrameworkCore;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;

namespace NotifyNl.Web.Api.V2;

/// <summary>Batches, and stopping what has not left yet: ours, the model has neither.</summary>
internal static class BatchEndpoints
{
    public static async ValueTask<Answer> GetAsync(V2Call call) =>
        WireUuid.Read(call.Route[0]) is { } id ? await ShowAsync(call, id) : Answer.Of(Refusal.Validation("batch_id is not a valid UUID"));

    public static async ValueTask<Answer> CancelAsync(V2Call call)
    {
        if (WireUuid.Read(call.Route[0]) is not { } id)
            return Answer.Of(Refusal.Validation("batch_id is not a valid UUID"));

        // The person who made the key answers for what is done with it.
        await call.Http.RequestServices.GetRequiredService<BatchStop>().StopAsync(call.ServiceId, id, call.Caller.Key.CreatedById, call.Cancel);
        return await ShowAsync(call, id);
    }

    public static async ValueTask<Answer> CancelMessageAsync(V2Call call)
    {
        if (WireUuid.Read(call.Route[0]) is not { } id)
            return Answer.Of(Refusal.Validation("notification_id is not a valid UUID"));
        return await call.Http.RequestServices.GetRequiredService<MessageCancel>().CancelAsync(call.ServiceId, id, call.Cancel) switch
        {
            null => Answer.Of(Refusal.NotFound),
            false => Answer.Of(new Refusal(409, "ConflictError", ["Notification can not be cancelled: it has left already"])),
            true => await NotificationEndpoints.GetAsync(call),
        };
    }

    private static async Task<Answer> ShowAsync(V2Call call, Guid id)
    {
        var services = call.Http.RequestServices;
        var (db, serviceId) = (services.GetRequiredService<NotifyDbContext>(), call.ServiceId);
        if (await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.ServiceId == serviceId, call.Cancel) is not { } batch)
            return await ShowTestAsync(call, db, id);

        var counts = await db.MessageCounts.Where(c => c.ServiceId == serviceId && c.BatchId == id)
            .GroupBy(c => c.Status).Select(g => new { Status = g.Key, Messages = g.Sum(c => c.Messages) }).ToListAsync(call.Cancel);
        var byName = counts.GroupBy(c => WireNames.Of(c.Status)).ToDictionary(g => g.Key, g => (long)g.Sum(c => c.Messages));
        var list = await db.Uploads.Where(u => u.Id == id && u.ServiceId == serviceId).Select(u => new { u.Reference, u.KeyType }).SingleAsync(call.Cancel);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return Show(call, new ShownBatch(
            id, list.KeyType is null ? batch.Name : Plain(batch.Name), list.Reference, Status(batch, byName, now), batch.MessageCount, byName, batch.CreatedAt, batch.ScheduledFor > batch.CreatedAt ? batch.ScheduledFor : null));
    }

    /// <summary>A list of a test key was never sent: its outcome is what its numbers stand for.</summary>
    private static async Task<Answer> ShowTestAsync(V2Call call, NotifyDbContext db, Guid id)
    {
        var serviceId = call.ServiceId;
        if (await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.ServiceId == serviceId && u.KeyType == ApiKeyType.Test, call.Cancel) is not { } list)
            return Answer.Of(Refusal.NotFound);

        var seal = call.Http.RequestServices.GetRequiredService<PersonalDataSeal>();
        var outcomes = SimulatedNumbers.NotDelivered.ToDictionary(seal.Key, number => WireNames.Of(SimulatedNumbers.Outcome(number)?.Status ?? NotificationStatus.Accepted));
        var keys = outcomes.Keys.ToArray();
        var rows = await db.UploadRows.Where(r => r.UploadId == id && r.ServiceId == serviceId && r.Sendable && keys.Contains(r.RecipientKey!.Value))
            .GroupBy(r => r.RecipientKey!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(call.Cancel);
        var counts = rows.GroupBy(r => outcomes[r.Key]).ToDictionary(g => g.Key, g => (long)g.Sum(r => r.Count));
        if (list.SendableCount - counts.Values.Sum() is > 0 and var delivered)
            counts[WireNames.Of(NotificationStatus.Delivered)] = delivered;
        return Show(call, new ShownBatch(id, Plain(list.FileName), list.Reference, "finished", list.SendableCount, counts, list.CreatedAt, null));
    }

    /// <summary>As the caller named it: the engine knows a list by the end of its name.</summary>
    private static string Plain(string fileName) => Path.ChangeExtension(fileName, null);

    private static Answer Show(V2Call call, ShownBatch batch) => Answer.Of(200, json =>
    {
        json.WriteString("id", batch.Id);
        json.WriteString("name", batch.Name);
        json.WriteString("reference", batch.Reference is { } reference ? call.Http.RequestServices.GetRequiredService<PersonalDataSeal>().Open(call.ServiceId, reference) : null);
        json.WriteString("status", batch.Status);
        json.WriteStartObject("counts");
        json.WriteNumber("total", batch.Total);
        foreach (var name in WireNames.Statuses.Where(name => batch.Counts.GetValueOrDefault(name) > 0))
            json.WriteNumber(name, batch.Counts[name]);
        json.WriteEndObject();
        json.WriteString("created_at", WireMoment.Write(batch.CreatedAt));
        json.WriteString("scheduled_for", batch.ScheduledFor is { } at ? WireMoment.Write(at) : null);
    });

    private sealed record ShownBatch(
        Guid Id, string Name, byte[]? Reference, string Status, long Total, Dictionary<string, long> Counts, DateTimeOffset CreatedAt, DateTimeOffset? ScheduledFor);

    private static string Status(Batch batch, Dictionary<string, long> counts, DateTimeOffset now)
    {
        if (batch.StoppedAt is not null)
            return "cancelled";
        if (batch.CopiedAt is null)
            return batch.ScheduledFor > now ? "scheduled" : "created";
        return counts.GetValueOrDefault("created") + counts.GetValueOrDefault("sending") > 0 ? "sending" : "finished";
    }
}
