using System.Text.Json;
using Microsoft.Extensions.Options;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Templates;

namespace NotifyNl.Web.Api.V2;

/// <summary>Messages as the wire writes them (api-v2, §2.1 and §2.5).</summary>
internal sealed class NotificationJson(PersonalDataSeal seal, PublicAddress address, IOptions<ApiOptions> options)
{
    private static readonly string[] OfLetters = ["line_1", "line_2", "line_3", "line_4", "line_5", "line_6", "postcode"];

    private readonly decimal rate = options.Value.SmsRate;

    public Answer Created(AcceptedSms sms, string? reference, Guid serviceId) => Answer.Of(201, json =>
    {
        json.WriteString("id", sms.Id);
        json.WriteString("reference", reference);
        json.WriteString("uri", address.Text($"/v2/notifications/{sms.Id}"));
        json.WriteStartObject("template");
        json.WriteString("id", sms.Template.Template.Id);
        json.WriteNumber("version", sms.Template.Template.Version);
        json.WriteString("uri", address.Text($"/services/{serviceId}/templates/{sms.Template.Template.Id}"));
        json.WriteEndObject();
        WriteMoment(json, "scheduled_for", sms.ScheduledFor);
        json.WriteStartObject("content");
        json.WriteString("body", sms.Body);
        json.WriteString("from_number", sms.Sender);
        json.WriteEndObject();
    });

    public void Write(Utf8JsonWriter json, StoredMessage stored)
    {
        var (row, pinned) = (stored.Row, stored.Pinned);
        var status = WireNames.Of(row.Status);
        var number = seal.Open(row.ServiceId, row.Recipient);
        json.WriteString("id", row.Id);
        json.WriteString("reference", row.Reference is { } reference ? seal.Open(row.ServiceId, reference) : null);
        json.WriteNull("email_address");
        json.WriteString("phone_number", row.RecipientAsTyped is { } typed ? seal.Open(row.ServiceId, typed) : number);
        foreach (var line in OfLetters)
            json.WriteNull(line);
        json.WriteString("type", "sms");
        json.WriteString("status", status);
        json.WriteStartObject("template");
        json.WriteString("id", pinned.TemplateId);
        json.WriteNumber("version", pinned.Version);
        json.WriteString("uri", address.Text($"/v2/template/{pinned.TemplateId}/version/{pinned.Version}"));
        json.WriteEndObject();
        json.WriteString("body", Body(row, pinned));
        json.WriteNull("subject");
        WriteMoment(json, "created_at", row.CreatedAt);
        json.WriteString("created_by_name", row.MadeBy);
        WriteMoment(json, "sent_at", row.SentAt);
        WriteMoment(json, "completed_at", status is "created" or "sending" ? null : row.DoneAt);
        WriteMoment(json, "scheduled_for", row.ScheduledFor);
        json.WriteNull("postage");
        json.WriteNull("one_click_unsubscribe_url");
        WriteCost(json, row, status, number);
    }

    private void WriteCost(Utf8JsonWriter json, StoredRow row, string status, string number)
    {
        var ready = status != "created";
        json.WriteBoolean("is_cost_data_ready", ready);
        var parts = WireNames.IsFree(row.Status) ? 0 : row.Parts;
        var weight = Countries.All.Find(number)?.BillingWeight ?? 1;
        if (ready)
            json.WriteNumber("cost_in_pounds", parts * weight * rate);
        else
            json.WriteNull("cost_in_pounds");
        json.WriteStartObject("cost_details");
        if (ready)
        {
            json.WriteNumber("billable_sms_fragments", parts);
            json.WriteNumber("international_rate_multiplier", weight);
            json.WriteNumber("sms_rate", rate);
        }

        json.WriteEndObject();
    }

    private string Body(StoredRow row, PinnedWording pinned)
    {
        var hidden = row.Hides && HiddenTexts.HasLeft(row.Status, row.SentAt);
        return SmsComposer.Compose(hidden ? pinned.Text.Redacted() : pinned.Text.Fill(Values.FromJson(seal.OpenBytes(row.ServiceId, row.Personalisation))), null, pinned.Accents).Text;
    }

    private static void WriteMoment(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
            json.WriteString(name, WireMoment.Write(at));
        else
            json.WriteNull(name);
    }
}
