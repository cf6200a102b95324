using Microsoft.EntityFrameworkCore;
using NotifyNl.ApiKeys;
using NotifyNl.Data;

namespace NotifyNl.Web.Api.V2;

/// <summary>What citizens sent to a number of the service (api-v2, §2.11), newest first.</summary>
internal static class ReceivedTextEndpoints
{
    private const int PageSize = 250;
    private const string Path = "/v2/received-text-messages";

    public static async ValueTask<Answer> ListAsync(V2Call call)
    {
        var query = new QueryForm(call.Http.Request.Query);
        query.Uuid("older_than");
        if (query.Only("older_than") is { } refusal)
            return Answer.Of(refusal);

        var db = call.Http.RequestServices.GetRequiredService<NotifyDbContext>();
        var serviceId = call.ServiceId;
        var texts = db.InboundTexts.AsNoTracking().Where(t => t.ServiceId == serviceId);
        if (WireUuid.Read(query.First("older_than")) is { } olderThan)
        {
            // One that is not of this service has nothing before it.
            var before = await texts.Where(t => t.Id == olderThan).Select(t => (DateTimeOffset?)t.ReceivedAt).SingleOrDefaultAsync(call.Cancel);
            texts = texts.Where(t => t.ReceivedAt < before || (t.ReceivedAt == before && t.Id < olderThan));
        }

        var page = await texts.OrderByDescending(t => t.ReceivedAt).ThenByDescending(t => t.Id).Take(PageSize).ToListAsync(call.Cancel);
        var (seal, address) = (call.Http.RequestServices.GetRequiredService<PersonalDataSeal>(), call.Http.RequestServices.GetRequiredService<PublicAddress>());
        return Answer.Of(200, json =>
        {
            json.WriteStartArray("received_text_messages");
            foreach (var text in page)
            {
                json.WriteStartObject();
                json.WriteString("id", text.Id);
                json.WriteString("created_at", WireMoment.Write(text.ReceivedAt));
                json.WriteString("service_id", serviceId);
                json.WriteString("notify_number", text.SentTo);
                json.WriteString("user_number", seal.Open(serviceId, text.Sender).TrimStart('+'));
                json.WriteString("content", seal.Open(serviceId, text.Text));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("links");
            json.WriteString("current", address.Text(Path));
            if (page.Count > 0)
                json.WriteString("next", address.Text($"{Path}?older_than={page[^1].Id}"));
            json.WriteEndObject();
        });
    }
}
