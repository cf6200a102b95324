using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using NotifyNl.Web.Components.Pages.Batches;
using NotifyNl.Web.Resources;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>The report of a batch as a file. It holds the citizens' numbers, so each download stands in the logboek.</summary>
internal static class ReportsApi
{
    public static void MapReportsApi(this IEndpointRouteBuilder routes)
    {
        var batch = routes.MapGroup("/services/{ServiceId:guid}/batches/{BatchId:guid}").RequireAuthorization(Policies.Send).RequireRecentSecondFactor();
        batch.MapGet("/report.csv", CsvAsync);
        batch.MapGet("/report.xlsx", WorkbookAsync);
    }

    private static async Task<IResult> CsvAsync(
        Guid serviceId, Guid batchId, HttpContext http, NotifyDbContext db, AuditLog audit, BatchReport report, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        if (await FindAsync(serviceId, batchId, http, db, audit, cancel) is not { } batch)
            return Results.NotFound();
        return Results.Stream(file => report.WriteCsvAsync(batch, Words(texts), file, cancel), "text/csv; charset=utf-8", Name(batch, "csv"));
    }

    private static async Task<IResult> WorkbookAsync(
        Guid serviceId, Guid batchId, HttpContext http, NotifyDbContext db, AuditLog audit, BatchReport report, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        if (await FindAsync(serviceId, batchId, http, db, audit, cancel) is not { } batch)
            return Results.NotFound();
        return batch.MessageCount > BatchReport.MaxWorkbookRows
            ? Results.LocalRedirect($"/services/{serviceId}/batches/{batchId}/report.csv")
            : Results.Stream(file => report.WriteWorkbookAsync(batch, Words(texts), file, cancel), FileNames.Xlsx, Name(batch, "xlsx"));
    }

    private static async Task<Batch?> FindAsync(Guid serviceId, Guid batchId, HttpContext http, NotifyDbContext db, AuditLog audit, CancellationToken cancel)
    {
        var batch = await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == batchId && b.ServiceId == serviceId, cancel);
        if (batch is not null)
        {
            audit.Add(serviceId, http.User.UserId(), "report-downloaded", batchId, batch.Name);
            await db.SaveChangesAsync(cancel);
        }

        return batch;
    }

    private static OutcomeWords Words(IStringLocalizer<Texts> texts) => (status, reason) =>
        (texts["Status." + status.Tile()], Reasons.Sentence(texts, status, reason));

    private static string Name(Batch batch, string ending) => FileNames.Clean($"{Path.GetFileNameWithoutExtension(batch.Name)} verslag.{ending}");
}
