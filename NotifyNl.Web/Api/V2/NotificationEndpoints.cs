using NotifyNl.ApiKeys;
using NotifyNl.Delivery;
using NotifyNl.Sending;

namespace NotifyNl.Web.Api.V2;

/// <summary>What became of messages (api-v2, §2.5–2.7).</summary>
internal static class NotificationEndpoints
{
    public static async ValueTask<Answer> GetAsync(V2Call call)
    {
        var (stored, refusal) = await FindAsync(call);
        return stored is null ? Answer.Of(refusal!) : Answer.Of(200, json => call.Http.RequestServices.GetRequiredService<NotificationJson>().Write(json, stored));
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
        var (address, wire) = (call.Http.RequestServices.GetRequiredService<PublicAddress>(), call.Http.RequestServices.GetRequiredService<NotificationJson>());
        return Answer.Of(200, json =>
        {
            json.WriteStartArray("notifications");
            foreach (var stored in page)
            {
                json.WriteStartObject();
                wire.Write(json, stored);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("links");
            json.WriteString("current", address.Text("/v2/notifications" + query.Text()));
            if (page.Count > 0)
                json.WriteString("next", address.Text("/v2/notifications" + query.Text(("older_than", page[^1].Row.Id.ToString()))));
            json.WriteEndObject();
        });
    }

    private static async Task<List<StoredMessage>> PageAsync(V2Call call, QueryForm query)
    {
        if (query.All("template_type") is { Count: > 0 } types && !types.Contains("sms"))
            return [];
        var filter = new MessageFilter(
            call.Caller.KeyType,
            IncludesJobs: query.First("include_jobs") is not null,
            query.All("status") is { Count: > 0 } names ? [.. names.SelectMany(WireNames.Find).Distinct()] : null,
            query.First("reference"),
            WireUuid.Read(query.First("older_than")));
        return await call.Http.RequestServices.GetRequiredService<StoredMessages>().ListAsync(call.ServiceId, filter, call.Cancel);
    }

    private static async Task<(StoredMessage? Stored, Refusal? Refusal)> FindAsync(V2Call call)
    {
        if (WireUuid.Read(call.Route[0]) is not { } id)
            return (null, Refusal.Validation("notification_id is not a valid UUID"));
        var found = await call.Http.RequestServices.GetRequiredService<StoredMessages>().FindAsync(call.ServiceId, id, call.Cancel);
        return (found, found is null ? Refusal.NotFound : null);
    }
}
