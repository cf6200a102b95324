using System.Text.Json;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Templates;

namespace NotifyNl.Web.Api.V2;

/// <summary>Messages as the wire writes them (api-v2, §2.1 and §2.5).</summary>
internal static class NotificationJson
{
    public static Answer Created(AcceptedSms sms, string? reference, Guid serviceId, PublicAddress address) => Answer.Of(201, json =>
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

    /// <param name="notification">With its pinned template, that template's version, and its batch's maker.</param>
    public static void Write(Utf8JsonWriter json, StoredMessage stored, PersonalDataSeal seal, PublicAddress address, decimal rate)
    {
        var notification = stored.Notification;
        var status = WireNames.Of(notification.Status);
        json.WriteString("id", notification.Id);
        json.WriteString("reference", notification.Reference is { } reference ? seal.Open(notification.ServiceId, reference) : null);
        json.WriteNull("email_address");
        json.WriteString("phone_number", seal.Open(notification.ServiceId, notification.RecipientAsTyped ?? notification.Recipient));
        for (var line = 1; line <= 6; line++)
            json.WriteNull($"line_{line}");
        json.WriteNull("postcode");
        json.WriteString("type", "sms");
        json.WriteString("status", status);
        json.WriteStartObject("template");
        json.WriteString("id", stored.Pinned.TemplateId);
        json.WriteNumber("version", stored.Pinned.TemplateVersion);
        json.WriteString("uri", address.Text($"/v2/template/{stored.Pinned.TemplateId}/version/{stored.Pinned.TemplateVersion}"));
        json.WriteEndObject();
        json.WriteString("body", Body(stored, seal));
        json.WriteNull("subject");
        WriteMoment(json, "created_at", notification.CreatedAt);
        json.WriteString("created_by_name", stored.MadeBy);
        WriteMoment(json, "sent_at", notification.SentAt);
        WriteMoment(json, "completed_at", status is "created" or "sending" ? null : notification.DoneAt);
        WriteMoment(json, "scheduled_for", notification.ScheduledFor);
        json.WriteNull("postage");
        json.WriteNull("one_click_unsubscribe_url");
        WriteCost(json, stored, seal, rate);
    }

    private static void WriteCost(Utf8JsonWriter json, StoredMessage stored, PersonalDataSeal seal, decimal rate)
    {
        var notification = stored.Notification;
        var free = WireNames.IsFree(notification.Status);
        var ready = WireNames.Of(notification.Status) != "created";
        json.WriteBoolean("is_cost_data_ready", ready);
        var parts = free ? 0 : notification.Parts;
        var weight = Countries.All.Find(seal.Open(notification.ServiceId, notification.Recipient))?.BillingWeight ?? 1;
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

    private static string Body(StoredMessage stored, PersonalDataSeal seal)
    {
        var values = Values.FromJson(seal.OpenBytes(stored.Notification.ServiceId, stored.Notification.Personalisation));
        return SmsComposer.Compose(TemplateText.Parse(stored.Content).Fill(values), null, stored.Pinned.Accents).Text;
    }

    private static void WriteMoment(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
            json.WriteString(name, WireMoment.Write(at));
        else
            json.WriteNull(name);
    }
}

/// <param name="Content">The template's text as it was pinned.</param>
/// <param name="MadeBy">The person who sent it; null for an API call.</param>
internal sealed record StoredMessage(Notification Notification, PinnedTemplate Pinned, string Content, string? MadeBy);
