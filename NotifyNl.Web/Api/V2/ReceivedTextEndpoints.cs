namespace NotifyNl.Web.Api.V2;

/// <summary>What citizens sent back (api-v2, §2.11).</summary>
internal static class ReceivedTextEndpoints
{
    public static ValueTask<Answer> ListAsync(V2Call call)
    {
        var query = new QueryForm(call.Http.Request.Query);
        query.Uuid("older_than");
        if (query.Only("older_than") is { } refusal)
            return ValueTask.FromResult(Answer.Of(refusal));

        var address = call.Http.RequestServices.GetRequiredService<PublicAddress>();
        return ValueTask.FromResult(Answer.Of(200, json =>
        {
            json.WriteStartArray("received_text_messages");
            json.WriteEndArray();
            json.WriteStartObject("links");
            json.WriteString("current", address.Text("/v2/received-text-messages"));
            json.WriteEndObject();
        }));
    }
}
