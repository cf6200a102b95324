using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using NotifyNl.Templates;

namespace NotifyNl.Web.Api.V2;

/// <summary>The templates of the caller's service (api-v2, §2.10). Archived ones are found by id and not listed.</summary>
internal static class TemplateEndpoints
{
    private static readonly Refusal BadId = Refusal.Validation("id is not a valid UUID");

    public static async ValueTask<Answer> GetAsync(V2Call call)
    {
        if (WireUuid.Read(call.Route[0]) is not { } id)
            return Answer.Of(BadId);

        // Zero is the model's "no version": the newest.
        var version = 0;
        if (call.Route.Length > 1 && !int.TryParse(call.Route[1], NumberStyles.None, CultureInfo.InvariantCulture, out version))
            return Answer.Of(Refusal.NotFound);
        var serviceId = call.ServiceId;
        var found = await Read(Db(call), t => t.Template.Id == id && t.Template.ServiceId == serviceId && (version == 0 ? t.Version.Version == t.Template.Version : t.Version.Version == version))
            .SingleOrDefaultAsync(call.Cancel);
        return found is null ? Answer.Of(Refusal.NotFound) : Answer.Of(200, json => Write(json, found));
    }

    public static async ValueTask<Answer> ListAsync(V2Call call)
    {
        var query = new QueryForm(call.Http.Request.Query);
        if (query.First("type") is { } type)
            query.Form.Choice("type", type, WireNames.Channels);
        if (query.Only("type") is { } refusal)
            return Answer.Of(refusal);

        var serviceId = call.ServiceId;
        var channel = query.First("type") is { } name ? (MessageChannel?)Array.IndexOf(WireNames.Channels, name) : null;
        var found = await Read(Db(call), t => t.Template.ServiceId == serviceId && t.Template.ArchivedAt == null && t.Version.Version == t.Template.Version && (channel == null || t.Template.Channel == channel))
            .ToListAsync(call.Cancel);
        return Answer.Of(200, json =>
        {
            json.WriteStartArray("templates");
            foreach (var template in found.OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase).ThenBy(t => t.Channel))
            {
                json.WriteStartObject();
                Write(json, template);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public static async ValueTask<Answer> PreviewAsync(V2Call call)
    {
        var (body, _, unread) = await call.ReadAsync(optional: true);
        if (unread is not null)
            return Answer.Of(unread);
        var form = new Form(body).Object("personalisation");
        var id = WireUuid.Read(call.Route[0]);
        if (id is null)
            form.Complain("id", "is not a valid UUID");
        if (form.Refusal is { } refusal)
            return Answer.Of(refusal);

        if (await call.Http.RequestServices.GetRequiredService<ApiTemplates>().FindAsync(call.ServiceId, id!.Value) is not { } template)
            return Answer.Of(Refusal.NotFound);
        var (values, _) = SendForms.Values(form["personalisation"]);
        if (template.Text.Missing(values) is { Count: > 0 } missing)
            return Answer.Of(Refusal.BadRequest($"Missing personalisation: {string.Join(", ", missing)}"));
        return Answer.Of(200, json =>
        {
            json.WriteString("id", template.Template.Id);
            json.WriteString("type", WireNames.Of(template.Template.Channel));
            json.WriteNumber("version", template.Template.Version);
            json.WriteString("body", SmsComposer.Compose(FilledText.Of(template.Text, values).Text, null, call.Caller.Service.Accents).Text);
            json.WriteNull("subject");
            json.WriteNull("html");
            json.WriteNull("postage");
        });
    }

    private static void Write(Utf8JsonWriter json, WireTemplate template)
    {
        json.WriteString("id", template.Id);
        json.WriteString("type", WireNames.Of(template.Channel));
        json.WriteString("name", template.Name);
        json.WriteString("created_at", WireMoment.Write(template.CreatedAt));
        json.WriteString("updated_at", template.Version == 1 ? null : WireMoment.Write(template.SavedAt));
        json.WriteString("created_by", template.CreatedBy);
        json.WriteNumber("version", template.Version);
        json.WriteString("body", template.Content);
        json.WriteNull("subject");
        json.WriteStartObject("personalisation");
        foreach (var name in TemplateText.Parse(template.Content).Placeholders)
        {
            json.WriteStartObject(name);
            json.WriteBoolean("required", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNull("postage");
        json.WriteNull("letter_contact_block");
    }

    private static IQueryable<WireTemplate> Read(NotifyDbContext db, System.Linq.Expressions.Expression<Func<TemplateAndVersion, bool>> which) =>
        db.Templates.AsNoTracking().Join(db.TemplateVersions, t => t.Id, v => v.TemplateId, (t, v) => new TemplateAndVersion { Template = t, Version = v })
            .Where(which)
            .Select(t => new WireTemplate(
                t.Template.Id, t.Template.Channel, t.Version.Name, t.Version.Content, t.Version.Version, t.Template.CreatedAt, t.Version.CreatedAt, t.Version.CreatedBy.Email));

    private static NotifyDbContext Db(V2Call call) => call.Http.RequestServices.GetRequiredService<NotifyDbContext>();

    private sealed class TemplateAndVersion
    {
        public required Template Template { get; init; }
        public required TemplateVersion Version { get; init; }
    }

    private sealed record WireTemplate(
        Guid Id, MessageChannel Channel, string Name, string Content, int Version, DateTimeOffset CreatedAt, DateTimeOffset SavedAt, string? CreatedBy);
}
