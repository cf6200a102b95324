using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Malware;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>Recipient lists as files: the upload, read from the wire as it comes in, and what can be downloaded.</summary>
internal static class ListsApi
{
    public static void MapListsApi(this IEndpointRouteBuilder routes)
    {
        var service = routes.MapGroup("/services/{ServiceId:guid}");
        service.MapPost("/templates/{TemplateId:guid}/lists", UploadAsync).RequireAuthorization(Policies.Send).WithMetadata(new RequestSizeLimitAttribute(ReceivedFile.LargestRequest));
        service.MapGet("/templates/{TemplateId:guid}/example.xlsx", ExampleAsync).RequireAuthorization(Policies.Send);
        service.MapGet("/lists/{UploadId:guid}/faulty.csv", FaultyAsync).RequireAuthorization(Policies.Send).RequireRecentSecondFactor();
        service.MapGet("/lists/{UploadId:guid}/duplicates.csv", DuplicatesAsync).RequireAuthorization(Policies.Send).RequireRecentSecondFactor();
        service.MapGet("/lists/{UploadId:guid}/repaired.csv", RepairedAsync).RequireAuthorization(Policies.Send).RequireRecentSecondFactor();
    }

    private static async Task<IResult> UploadAsync(
        Guid serviceId, Guid templateId, HttpContext http, IAntiforgery antiforgery, NotifyDbContext db, UploadStore uploads, MalwareScan scan, CancellationToken cancel)
    {
        var page = $"/services/{serviceId}/templates/{templateId}/send";
        var template = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == templateId && t.ServiceId == serviceId, cancel);
        if (template is null)
            return Results.NotFound();

        var received = await ReceivedFile.FromAsync(http, antiforgery, cancel);
        if (received.Problem is { } unreceived)
            return Refuse("", unreceived);
        using var upload = received.Value!;
        if (await scan.JudgeAsync(serviceId, http.User.UserId(), templateId, upload.File, cancel) is { } unwanted)
            return Refuse(upload.FileName, unwanted);
        var sender = upload.Fields.GetValueOrDefault("sender", "");
        if (template.ArchivedAt is not null)
            return Refuse(upload.FileName, new Problem("template-gone"));
        if (!await db.SmsSenders.AnyAsync(s => s.ServiceId == serviceId && s.Name == sender, cancel))
            return Refuse(upload.FileName, new Problem("sender-unknown"));

        var outcome = await uploads.CheckAsync(
            http.Membership()!.Service, template, sender, upload.FileName, upload.File, http.User.UserId(), cancel);
        if (outcome.Upload is null)
            return Refuse(upload.FileName, outcome.Report.Problems, outcome.Report);

        var address = $"/services/{serviceId}/lists/{outcome.Upload.Id}";
        if (http.Request.Headers.XRequestedWith != "XMLHttpRequest")
            return Results.LocalRedirect(address);
        // XMLHttpRequest follows redirects unseen: the script is told where to go.
        http.Response.Headers["X-Location"] = address;
        return Results.NoContent();

        IResult Refuse(string fileName, object problems, ListCheckReport? report = null)
        {
            http.ShowAgain(page, new UploadRefusal(fileName, problems as IReadOnlyList<Problem> ?? [(Problem)problems], report));
            return Results.Empty;
        }
    }

    private static async Task<IResult> ExampleAsync(Guid serviceId, Guid templateId, NotifyDbContext db, CancellationToken cancel)
    {
        var template = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == templateId && t.ServiceId == serviceId && t.ArchivedAt == null, cancel);
        if (template is null)
            return Results.NotFound();
        return Results.File(ExampleList.For(TemplateText.Parse(template.Content)), FileNames.Xlsx, FileNames.Clean($"voorbeeld {template.Name}.xlsx"));
    }

    private static Task<IResult> FaultyAsync(Guid serviceId, Guid uploadId, NotifyDbContext db, FaultyRows faulty, CancellationToken cancel) =>
        CsvAsync(serviceId, uploadId, "fouten", db, (upload, body) => faulty.WriteAsync(upload, body, cancel), cancel);

    private static Task<IResult> DuplicatesAsync(Guid serviceId, Guid uploadId, NotifyDbContext db, NotedRows noted, CancellationToken cancel) =>
        CsvAsync(serviceId, uploadId, "dubbel", db, (upload, body) => noted.WriteDuplicatesAsync(upload, body, cancel), cancel);

    private static Task<IResult> RepairedAsync(Guid serviceId, Guid uploadId, NotifyDbContext db, NotedRows noted, CancellationToken cancel) =>
        CsvAsync(serviceId, uploadId, "hersteld", db, (upload, body) => noted.WriteRepairedAsync(upload, body, cancel), cancel);

    private static async Task<IResult> CsvAsync(
        Guid serviceId, Guid uploadId, string what, NotifyDbContext db, Func<Upload, Stream, Task> write, CancellationToken cancel)
    {
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId && u.ServiceId == serviceId, cancel);
        return upload is null
            ? Results.NotFound()
            : Results.Stream(body => write(upload, body), "text/csv; charset=utf-8", FileNames.Clean($"{what} {Path.GetFileNameWithoutExtension(upload.FileName)}.csv"));
    }
}
