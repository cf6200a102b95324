using System.Text.RegularExpressions;
using NotifyNl.ApiKeys;
using NotifyNl.Recipients;
using NotifyNl.Sending;

namespace NotifyNl.Web.Api.V2;

/// <summary>The schemas of what is sent, field by field in the order of the contract (api-v2, §2.0).</summary>
internal static partial class SendForms
{
    private const int MaxReference = 1_000;

    private static readonly PhoneNumberReader Numbers = new();

    public static (SmsOrder? Order, Refusal? Refusal) Sms(object? body, DateTimeOffset now, bool schedules)
    {
        DateTimeOffset? scheduledFor = null;
        var form = new Form(body);
        form.String("reference", maxLength: MaxReference)
            .String("phone_number", Complaint)
            .UuidOrNone("template_id")
            .Object("personalisation")
            .String("scheduled_for", text => Scheduled(text, now, schedules, out scheduledFor), nullable: true)
            .UuidOrNone("sms_sender_id")
            .Require("phone_number", "template_id")
            .Only("reference", "phone_number", "template_id", "personalisation", "scheduled_for", "sms_sender_id");
        if (form.Refusal is { } refusal)
            return (null, refusal);

        var (values, hasFile) = Values(form["personalisation"]);
        return (new SmsOrder(form.Text("phone_number")!, form.Uuid("template_id")!.Value, values, hasFile, form.Text("reference"), form.Uuid("sms_sender_id"), scheduledFor), null);
    }

    public static Refusal? Email(object? body, DateTimeOffset now)
    {
        var form = new Form(body);
        form.String("reference", maxLength: MaxReference)
            .String("email_address", text => EmailAddress.IsValid(text) ? null : "Not a valid email address")
            .UuidOrNone("template_id")
            .Object("personalisation")
            .String("scheduled_for", text => Scheduled(text, now, honoursOffset: false, out _), nullable: true)
            .UuidOrNone("email_reply_to_id");
        if (form.Has("one_click_unsubscribe_url") && !(form.Text("one_click_unsubscribe_url") is { } url && HttpsAddress().IsMatch(url)))
            form.Complain("one_click_unsubscribe_url", "is not a valid https url");
        form.List("sanitise_content_for", nullable: true)
            .Require("email_address", "template_id")
            .Only("reference", "email_address", "template_id", "personalisation", "scheduled_for", "email_reply_to_id", "one_click_unsubscribe_url", "sanitise_content_for");
        return form.Refusal ?? (form["personalisation"] as IDictionary<string, object?>)?.Values.Where(IsFile).Select(FileForm.Judge).FirstOrDefault(refusal => refusal is not null);
    }

    public static Refusal? Letter(object? body)
    {
        var form = new Form(body);
        if (form.Has("content"))
        {
            form.String("reference").String("content")
                .String("postage", text => text is "first" or "second" or "economy" ? null : "invalid. It must be either first, second or economy.")
                .Require("reference", "content")
                .Only("reference", "content", "postage");
        }
        else
        {
            form.String("reference", maxLength: MaxReference).UuidOrNone("template_id").Object("personalisation")
                .Require("template_id", "personalisation")
                .Only("reference", "template_id", "personalisation");
        }

        return form.Refusal;
    }

    /// <summary>The values of a message as its template takes them; a value may be a file, for channels that carry one.</summary>
    public static (IReadOnlyDictionary<string, object?> Values, bool HasFile) Values(object? personalisation)
    {
        if (personalisation is not IDictionary<string, object?> { Count: > 0 } given)
            return (System.Collections.Frozen.FrozenDictionary<string, object?>.Empty, false);
        var values = new Dictionary<string, object?>(given.Count);
        foreach (var (name, value) in given)
            values[name] = PythonText.Value(value);
        return (values, given.Values.Any(IsFile));
    }

    /// <summary>A field that no wire knows but ours: where a landline at home is concerned the service decides, later.</summary>
    private static string? Complaint(string number) =>
        Numbers.Check(number) is { Valid: false, Problem: { Code: not "number-landline" } problem } ? PhoneNumberReader.WireMessage(problem) : null;

    private static string? Scheduled(string text, DateTimeOffset now, bool honoursOffset, out DateTimeOffset? moment)
    {
        (var complaint, moment) = WireMoment.Read(text, now, honoursOffset);
        return complaint;
    }

    private static bool IsFile(object? value) => value is IDictionary<string, object?> file && file.ContainsKey("file");

    [GeneratedRegex(@"^https://[^\s/?#\[\]<>""{}|\\^`]+([/?#][^\s<>""{}|\\^`]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HttpsAddress();
}
