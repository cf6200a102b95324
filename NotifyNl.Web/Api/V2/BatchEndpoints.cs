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
        var stopped = await call.Http.RequestServices.GetRequiredService<BatchStop>().StopAsync(call.ServiceId, id, call.Caller.Key.CreatedById, call.Cancel);
        return stopped is null ? Answer.Of(Refusal.NotFound) : await ShowAsync(call, id);
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
            return Answer.Of(Refusal.NotFound);

        var counts = await db.MessageCounts.Where(c => c.ServiceId == serviceId && c.BatchId == id)
            .GroupBy(c => c.Status).Select(g => new { Status = g.Key, Messages = g.Sum(c => c.Messages) }).ToListAsync(call.Cancel);
        var byName = counts.GroupBy(c => WireNames.Of(c.Status)).ToDictionary(g => g.Key, g => g.Sum(c => c.Messages));
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return Answer.Of(200, json =>
        {
            json.WriteString("id", id);
            json.WriteString("name", batch.Name);
            json.WriteString("status", Status(batch, byName, now));
            json.WriteStartObject("counts");
            json.WriteNumber("total", batch.MessageCount);
            foreach (var name in WireNames.Statuses.Where(name => byName.GetValueOrDefault(name) > 0))
                json.WriteNumber(name, byName[name]);
            json.WriteEndObject();
            json.WriteString("created_at", WireMoment.Write(batch.CreatedAt));
            json.WriteString("scheduled_for", batch.ScheduledFor > batch.CreatedAt ? WireMoment.Write(batch.ScheduledFor) : null);
        });
    }

    private static string Status(Batch batch, Dictionary<string, int> counts, DateTimeOffset now)
    {
        if (batch.StoppedAt is not null)
            return "cancelled";
        if (batch.CopiedAt is null)
            return batch.ScheduledFor > now ? "scheduled" : "created";
        return counts.GetValueOrDefault("created") + counts.GetValueOrDefault("sending") > 0 ? "sending" : "finished";
    }
}
