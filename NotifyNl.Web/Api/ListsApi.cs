using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using NotifyNl.Data;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>Recipient lists as files: the upload, read from the wire as it comes in, and what can be downloaded.</summary>
internal static class ListsApi
{
    /// <summary>More than any list may be: a larger file is read to its end, so that the visitor gets a sentence and not a broken connection.</summary>
    private const long LargestRequest = 200L << 20;

    public static void MapListsApi(this IEndpointRouteBuilder routes)
    {
        var service = routes.MapGroup("/services/{ServiceId:guid}");
        service.MapPost("/templates/{TemplateId:guid}/lists", UploadAsync).RequireAuthorization(Policies.Send).WithMetadata(new RequestSizeLimitAttribute(LargestRequest));
        service.MapGet("/templates/{TemplateId:guid}/example.xlsx", ExampleAsync).RequireAuthorization(Policies.Send);
        service.MapGet("/lists/{UploadId:guid}/faulty.csv", FaultyAsync).RequireAuthorization(Policies.Send);
    }

    private static async Task<IResult> UploadAsync(
        Guid serviceId, Guid templateId, HttpContext http, IAntiforgery antiforgery, NotifyDbContext db, UploadStore uploads, CancellationToken cancel)
    {
        var page = $"/services/{serviceId}/templates/{templateId}/send";
        var template = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == templateId && t.ServiceId == serviceId, cancel);
        if (template is null)
            return Results.NotFound();

        var received = await ReceiveAsync(http, antiforgery, cancel);
        if (received.Problem is { } unreceived)
            return Refuse("", unreceived);
        using var upload = received.Value!;
        if (template.ArchivedAt is not null)
            return Refuse(upload.FileName, new Problem("template-gone"));
        if (!await db.SmsSenders.AnyAsync(s => s.ServiceId == serviceId && s.Name == upload.Sender, cancel))
            return Refuse(upload.FileName, new Problem("sender-unknown"));

        var outcome = await uploads.CheckAsync(
            http.Membership()!.Service, template, upload.Sender, upload.FileName, upload.File, http.User.UserId(), cancel);
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

    private static async Task<Result<ReceivedList>> ReceiveAsync(HttpContext http, IAntiforgery antiforgery, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return new Problem("file-missing");

        var (trusted, sender) = (false, "");
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (section.AsFormDataSection() is { } field)
                {
                    var value = await field.GetValueAsync(cancel);
                    if (field.Name == "sender")
                        sender = value;
                    else if (field.Name == "__RequestVerificationToken")
                    {
                        http.Request.Headers["RequestVerificationToken"] = value;
                        trusted = await antiforgery.IsRequestValidAsync(http);
                    }
                }
                else if (section.AsFileSection() is { } file)
                {
                    // The token stands first in the form; without it no byte of a file is kept.
                    if (!trusted)
                        return new Problem("form-expired");
                    return await ReceiveAsync(file, sender, cancel);
                }
            }
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException or InvalidDataException)
        {
            return new Problem(e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? "upload-too-large" : "upload-broken-off");
        }

        return new Problem(trusted ? "file-missing" : "form-expired");
    }

    private static async Task<Result<ReceivedList>> ReceiveAsync(FileMultipartSection file, string sender, CancellationToken cancel)
    {
        var name = FileNames.Clean(file.FileName);
        if (name.Length == 0)
            return new Problem("file-missing");

        // In memory and never on a disk: it is a list of citizens.
        var content = new MemoryStream();
        var buffer = new byte[81920];
        var tooLarge = false;
        int read;
        while ((read = await file.FileStream!.ReadAsync(buffer, cancel)) > 0)
        {
            tooLarge |= content.Length + read > ListCheckOptions.DefaultMaxBytes;
            if (!tooLarge)
                content.Write(buffer, 0, read);
        }

        if (tooLarge)
            return new Problem("upload-too-large");
        content.Position = 0;
        return new ReceivedList(name, sender, content);
    }

    private static async Task<IResult> ExampleAsync(Guid serviceId, Guid templateId, NotifyDbContext db, CancellationToken cancel)
    {
        var template = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == templateId && t.ServiceId == serviceId && t.ArchivedAt == null, cancel);
        if (template is null)
            return Results.NotFound();
        return Results.File(ExampleList.For(TemplateText.Parse(template.Content)), FileNames.Xlsx, FileNames.Clean($"voorbeeld {template.Name}.xlsx"));
    }

    private static async Task<IResult> FaultyAsync(Guid serviceId, Guid uploadId, NotifyDbContext db, FaultyRows faulty, CancellationToken cancel)
    {
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId && u.ServiceId == serviceId, cancel);
        return upload is null
            ? Results.NotFound()
            : Results.Stream(body => faulty.WriteAsync(upload, body, cancel), "text/csv; charset=utf-8", FileNames.Clean($"fouten {Path.GetFileNameWithoutExtension(upload.FileName)}.csv"));
    }

    private sealed record ReceivedList(string FileName, string Sender, MemoryStream File) : IDisposable
    {
        public void Dispose() => File.Dispose();
    }
}
