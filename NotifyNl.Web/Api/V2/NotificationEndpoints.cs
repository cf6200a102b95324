using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;

namespace NotifyNl.Web.Api.V2;

/// <summary>What became of messages (api-v2, §2.5–2.7).</summary>
internal static class NotificationEndpoints
{
    private const int PageSize = 250;

    public static async ValueTask<Answer> GetAsync(V2Call call)
    {
        var (stored, refusal) = await FindAsync(call);
        return stored is null ? Answer.Of(refusal!) : Answer.Of(200, json => Write(json, stored, call));
    }

    /// <summary>Letters are not built: none of the messages there are has a file.</summary>
    public static async ValueTask<Answer> PdfAsync(V2Call call)
    {
        var (stored, refusal) = await FindAsync(call);
        return Answer.Of(stored is null ? refusal! : Refusal.BadRequest("Notification is not a letter"));
    }

    public static async ValueTask<Answer> ListAsync(V2Call call)
    {
        var query = new QueryForm(call.Http.Request.Query);
        foreach (var status in query.All("status"))
            query.Form.Choice("status", status, WireNames.Statuses);
        foreach (var type in query.All("template_type"))
            query.Form.Choice("template_type", type, WireNames.Channels);
        if (query.First("include_jobs") is { } include)
            query.Form.Choice("include_jobs", include, ["true", "True"]);
        query.Uuid("older_than");
        if (query.Only("reference", "status", "template_type", "include_jobs", "older_than") is { } refusal)
            return Answer.Of(refusal);

        var page = await PageAsync(call, query);
        var address = call.Http.RequestServices.GetRequiredService<PublicAddress>();
        return Answer.Of(200, json =>
        {
            json.WriteStartArray("notifications");
            foreach (var stored in page)
            {
                json.WriteStartObject();
                Write(json, stored, call);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("links");
            json.WriteString("current", address.Text("/v2/notifications" + query.Text()));
            if (page.Count > 0)
                json.WriteString("next", address.Text("/v2/notifications" + query.Text(("older_than", page[^1].Notification.Id.ToString()))));
            json.WriteEndObject();
        });
    }

    private static async Task<List<StoredMessage>> PageAsync(V2Call call, QueryForm query)
    {
        var db = call.Http.RequestServices.GetRequiredService<NotifyDbContext>();
        var (serviceId, keyType) = (call.ServiceId, call.Caller.KeyType);
        var found = db.Notifications.Where(n => n.ServiceId == serviceId);

        // A person's messages are live ones; a key of another type does not see them.
        found = query.First("include_jobs") is not null && keyType == ApiKeyType.Live
            ? found.Where(n => n.KeyType == keyType || n.KeyType == null)
            : found.Where(n => n.KeyType == keyType && (n.BatchId == null || n.BatchId == Batch.OfTestKeys));
        if (query.All("template_type") is { Count: > 0 } types && !types.Contains("sms"))
            return [];
        if (query.All("status") is { Count: > 0 } names)
        {
            var statuses = names.SelectMany(WireNames.Find).Distinct().ToArray();
            found = found.Where(n => statuses.Contains(n.Status));
        }

        if (query.First("reference") is { } reference)
        {
            var key = SmsDesk.ReferenceKey(call.Http.RequestServices.GetRequiredService<PersonalDataSeal>(), serviceId, reference);
            found = found.Where(n => n.ReferenceKey == key);
        }

        if (WireUuid.Read(query.First("older_than")) is { } olderThan)
        {
            // Ids tell the time: what comes before it is older. One that is not of this service has nothing before it.
            if (!await db.Notifications.AnyAsync(n => n.Id == olderThan && n.ServiceId == serviceId, call.Cancel))
                return [];
            found = found.Where(n => n.Id < olderThan);
        }

        return await ReadAsync(db, found.OrderByDescending(n => n.Id).Take(PageSize), call.Cancel);
    }

    private static async Task<(StoredMessage? Stored, Refusal? Refusal)> FindAsync(V2Call call)
    {
        if (WireUuid.Read(call.Route[0]) is not { } id)
            return (null, Refusal.Validation("notification_id is not a valid UUID"));
        var db = call.Http.RequestServices.GetRequiredService<NotifyDbContext>();
        var serviceId = call.ServiceId;
        var found = await ReadAsync(db, db.Notifications.Where(n => n.Id == id && n.ServiceId == serviceId), call.Cancel);
        return found.Count == 0 ? (null, Refusal.NotFound) : (found[0], null);
    }

    private static async Task<List<StoredMessage>> ReadAsync(NotifyDbContext db, IQueryable<Notification> found, CancellationToken cancel)
    {
        var rows = await found.AsNoTracking().Select(n => new
        {
            Notification = n,
            Pinned = n.PinnedTemplate,
            n.PinnedTemplate.Template.Content,
            MadeBy = n.KeyType == null ? db.Batches.Where(b => b.Id == n.BatchId).Select(b => b.CreatedBy.Name).FirstOrDefault() : null,
        }).ToListAsync(cancel);
        return rows.ConvertAll(r => new StoredMessage(r.Notification, r.Pinned, r.Content, r.MadeBy));
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, StoredMessage stored, V2Call call)
    {
        var services = call.Http.RequestServices;
        NotificationJson.Write(json, stored, services.GetRequiredService<PersonalDataSeal>(), services.GetRequiredService<PublicAddress>(), services.GetRequiredService<IOptions<ApiOptions>>().Value.SmsRate);
    }
}
