using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <param name="Rows">As a csv file in UTF-8, its heading first.</param>
internal sealed record BulkOrder(string Name, Guid TemplateId, MemoryStream Rows, string? Reference, DateTimeOffset? ScheduledFor, Guid? SenderId);

/// <summary>The schema of a list: its rows as lists of cells, the heading first, or as the text of a csv file.</summary>
internal static class BulkForm
{
    private const int MaxName = 200;
    private const int MaxReference = 1_000;

    private static readonly TimeSpan FurthestAhead = Sending.BatchPress.FurthestAhead;

    public static (BulkOrder? Order, Refusal? Refusal) Read(BulkBody body, DateTimeOffset now)
    {
        DateTimeOffset? scheduledFor = null;
        var form = new Form(body.Value);
        form.String("name", text => string.IsNullOrWhiteSpace(text) ? "must not be empty" : null, MaxName)
            .UuidOrNone("template_id")
            .List("rows")
            .String("csv")
            .String("reference", maxLength: MaxReference)
            .String("scheduled_for", text => Scheduled(text, now, out scheduledFor), nullable: true)
            .UuidOrNone("sms_sender_id")
            .Require("name", "template_id");
        if (form.Has("rows") == form.Has("csv"))
            form.Complain("rows", "or csv is a required property, and not both");
        if (form["rows"] is List<object?> && body.WrongRow is { } wrong)
            form.Complain("rows", $"{wrong} is not of type array");
        form.Only("name", "template_id", "rows", "csv", "reference", "scheduled_for", "sms_sender_id");
        if (form.Refusal is { } refusal)
            return (null, refusal);
        return (new BulkOrder(form.Text("name")!.Trim(), form.Uuid("template_id")!.Value, body.Rows!, form.Text("reference"), scheduledFor, form.Uuid("sms_sender_id")), null);
    }

    private static string? Scheduled(string text, DateTimeOffset now, out DateTimeOffset? moment)
    {
        (var complaint, moment) = WireMoment.Read(text, now, honoursOffset: true, FurthestAhead);
        return complaint;
    }
}
