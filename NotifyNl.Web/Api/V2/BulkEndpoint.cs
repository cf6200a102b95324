using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Malware;
using NotifyNl.Sending;
using NotifyNl.Usage;

namespace NotifyNl.Web.Api.V2;

/// <summary>
/// A whole list in one call: ours, the model has none. It goes the way of an uploaded list, by the one engine that reads and checks lists: one batch, whose faulty
/// rows are told and left out.
/// </summary>
internal static class BulkEndpoint
{
    private const int MaxBody = 25 << 20;
    private const int MostErrorsTold = 1_000;

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static async ValueTask<Answer> SendAsync(V2Call call)
    {
        if (await CallLimits.MinuteAsync(call) is { } tooMany)
            return Answer.Of(tooMany);
        var (body, unread) = await BulkBody.ReadAsync(call, MaxBody);
        if (body is null)
            return Answer.Of(unread!);
        using (body)
        {
            var (order, malformed) = BulkForm.Read(body, call.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
            return order is null ? Answer.Of(malformed!) : await OnceOnly.ServeAsync(call, body.Mark, once => StoreAsync(call, order, once));
        }
    }

    private static async ValueTask<Answer> StoreAsync(V2Call call, BulkOrder order, Func<Answer, AnsweredCall?> once)
    {
        var (services, caller) = (call.Http.RequestServices, call.Caller);
        var db = services.GetRequiredService<NotifyDbContext>();
        if (!caller.Service.SendsSms)
            return Answer.Of(Refusal.BadRequest("Service is not allowed to send text messages"));
        if (order.ScheduledFor is not null && !caller.Service.SchedulesByApi)
            return Answer.Of(Refusal.BadRequest("Service is not allowed to schedule messages by API"));
        var serviceId = call.ServiceId;
        if (await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == order.TemplateId && t.ServiceId == serviceId, call.Cancel) is not { } template)
            return Answer.Of(Refusal.BadRequest("Template not found"));
        if (template.ArchivedAt is not null)
            return Answer.Of(Refusal.BadRequest("Template has been deleted"));
        var sender = caller.Of.DefaultSender;
        if (order.SenderId is { } senderId && !caller.Of.Senders.TryGetValue(senderId, out sender!))
            return Answer.Of(Refusal.BadRequest($"sms_sender_id {senderId} does not exist in database for service id {serviceId}"));

        if (await services.GetRequiredService<MalwareScan>().JudgeAsync(serviceId, caller.Key.CreatedById, template.Id, order.Rows, call.Cancel) is { } unwanted)
            return Answer.Of(unwanted.Code == "malware-found" ? Refusal.BadRequest("The list contains malware and was refused") : SendEndpoints.Busy);

        var service = await db.Services.AsNoTracking().SingleAsync(s => s.Id == serviceId, call.Cancel);
        var outcome = await services.GetRequiredService<UploadStore>().CheckAsync(
            service, template, sender, $"{order.Name}.csv", order.Rows, caller.Key.CreatedById, Brought(call, order), call.Cancel);
        if (outcome.Upload is not { } upload)
            return Answer.Of(Refusal.Validation([.. outcome.Report.Problems.Select(p => p.Sentence(English))]));
        if (upload.SendableCount > 0 && await UnreachableAsync(call, db, upload, outcome.Report.Abroad.Count > 0) is { } unreachable)
            return Answer.Of(unreachable);
        return await PressAsync(call, db, order, upload, once);
    }

    private static BroughtByApi Brought(V2Call call, BulkOrder order)
    {
        var seal = call.Http.RequestServices.GetRequiredService<PersonalDataSeal>();
        return order.Reference is { } reference
            ? new(call.Caller.KeyType, seal.Seal(call.ServiceId, reference), SmsDesk.ReferenceKey(seal, call.ServiceId, reference))
            : new(call.Caller.KeyType, null, null);
    }

    private static async Task<Answer> PressAsync(V2Call call, NotifyDbContext db, BulkOrder order, Upload upload, Func<Answer, AnsweredCall?> once)
    {
        // As a simulated number: everything is checked, and nothing is sent.
        if (call.Caller.KeyType == ApiKeyType.Test)
            return await TellAsync(call, db, order, upload);
        if (upload.SendableCount == 0)
            return Answer.Of(Refusal.Validation([.. (await ErrorsAsync(call, db, upload)).Select(e => $"row {e.Row} {e.Message}").Distinct().Take(100).DefaultIfEmpty("rows must not be empty")]));

        var (booking, tooMany) = await CallLimits.DayAsync(call, DayLimit.Sms, upload.SendableCount);
        if (tooMany is not null)
            return Answer.Of(tooMany);
        var pressed = false;
        var answer = await TellAsync(call, db, order, upload);
        try
        {
            // The list goes, and the answer is known under its key: both, or neither.
            await using var transaction = await db.Database.BeginTransactionAsync(call.Cancel);
            var batch = await call.Http.RequestServices.GetRequiredService<BatchPress>()
                .PressAsync(call.ServiceId, upload.Id, call.Caller.Key.CreatedById, order.ScheduledFor, skipFaulty: true, call.Cancel);
            if (batch.Problem is { } problem)
                return Answer.Of(Refusal.BadRequest(problem.Sentence(English)));
            if (once(answer) is { } answered)
                await IdempotentCalls.AnswerAsync(db, call.Caller, answered, call.Cancel);
            await transaction.CommitAsync(CancellationToken.None);
            pressed = true;
            return answer with { IsStored = true };
        }
        finally
        {
            if (!pressed)
                booking?.Return();
        }
    }

    /// <summary>Of a list that may not reach everyone, one row too many refuses the whole: half a list is nobody's wish.</summary>
    private static async Task<Refusal?> UnreachableAsync(V2Call call, NotifyDbContext db, Upload upload, bool abroad)
    {
        var caller = call.Caller;
        if (abroad && !caller.Service.SendsAbroad)
            return Refusal.BadRequest("Cannot send to international mobile numbers");
        if (caller.KeyType == ApiKeyType.Test || (caller.KeyType == ApiKeyType.Live && caller.Service.LiveSince is not null))
            return null;
        var reachable = caller.Of.Reachable.ToArray();
        var (id, serviceId) = (upload.Id, call.ServiceId);
        if (!await db.UploadRows.AnyAsync(r => r.UploadId == id && r.ServiceId == serviceId && r.Sendable && !reachable.Contains(r.RecipientKey!.Value), call.Cancel))
            return null;
        return Refusal.BadRequest(caller.KeyType == ApiKeyType.Team
            ? "Can’t send to this recipient using a team-only API key"
            : $"Can’t send to this recipient when service is in trial mode – see {call.Http.RequestServices.GetRequiredService<PublicAddress>().Text("/proefstand")}");
    }

    private static async Task<Answer> TellAsync(V2Call call, NotifyDbContext db, BulkOrder order, Upload upload)
    {
        var errors = await ErrorsAsync(call, db, upload);
        return Answer.Of(201, json =>
        {
            json.WriteString("id", upload.Id);
            json.WriteString("uri", call.Http.RequestServices.GetRequiredService<PublicAddress>().Text($"/v2/batches/{upload.Id}"));
            json.WriteString("name", order.Name);
            json.WriteString("reference", order.Reference);
            json.WriteString("scheduled_for", order.ScheduledFor is { } at ? WireMoment.Write(at) : null);
            json.WriteStartObject("counts");
            json.WriteNumber("total", upload.RowCount);
            json.WriteNumber("accepted", upload.SendableCount);
            json.WriteNumber("refused", upload.RowCount - upload.SendableCount);
            json.WriteEndObject();
            json.WriteStartArray("errors");
            foreach (var error in errors)
            {
                json.WriteStartObject();
                json.WriteNumber("row", error.Row);
                json.WriteString("column", error.Column);
                json.WriteString("error", error.Code);
                json.WriteString("message", error.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <param name="Row">The line of the list; its heading is line 1.</param>
    private sealed record RowError(int Row, string Column, string Code, string Message);

    private static async Task<List<RowError>> ErrorsAsync(V2Call call, NotifyDbContext db, Upload upload)
    {
        var seal = call.Http.RequestServices.GetRequiredService<PersonalDataSeal>();
        var (id, serviceId) = (upload.Id, upload.ServiceId);
        var rows = await db.UploadRows.AsNoTracking().Where(r => r.UploadId == id && r.ServiceId == serviceId && !r.Sendable).OrderBy(r => r.RowNumber).Take(MostErrorsTold).ToListAsync(call.Cancel);
        return [.. rows.SelectMany(row => SealedRow.FromJson(seal.OpenBytes(serviceId, row.Cells)).Errors
            .Select(e => new RowError(row.RowNumber, e.Column, e.Code, Problem.Of(e.Code, [.. e.Args]).Sentence(English))))];
    }
}
