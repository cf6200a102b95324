using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ClosedXML.Excel;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Recipients;

namespace NotifyNl.Sending;

/// <summary>How the report names what became of a message; the portal gives the words of its resources.</summary>
public delegate (string Status, string Reason) OutcomeWords(NotificationStatus status, string? reason);

/// <summary>
/// The outcome of a batch beside the columns that were uploaded, for the sender's own administration. Of a template that hides after sending: beside the number alone.
/// </summary>
public sealed class BatchReport(NotifyDbContext db, PersonalDataSeal seal)
{
    /// <summary>Above this a workbook would cost too much memory (ClosedXML holds it whole); the CSV has no bound.</summary>
    public const int MaxWorkbookRows = 20_000;

    private static readonly string[] OutcomeHeadings = ["rij", "status", "reden", "overgedragen", "afgerond", "sms-delen"];

    /// <summary>Row by row, so that 100,000 cost no more memory than one.</summary>
    public async Task WriteCsvAsync(Batch batch, OutcomeWords words, Stream file, CancellationToken cancel)
    {
        await using var csv = new OfficeCsv(file);
        await foreach (var line in LinesAsync(batch, words, cancel))
            await csv.WriteAsync(line, cancel);
    }

    public async Task WriteWorkbookAsync(Batch batch, OutcomeWords words, Stream file, CancellationToken cancel)
    {
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Verzending");
        var row = 0;
        await foreach (var line in LinesAsync(batch, words, cancel))
        {
            row++;
            for (var column = 0; column < line.Count; column++)
            {
                var cell = sheet.Cell(row, column + 1);
                // Text, so that numbers keep their zero and nothing runs.
                cell.Style.NumberFormat.Format = "@";
                cell.SetValue(OfficeCsv.Harmless(line[column] ?? ""));
            }
        }

        sheet.Row(1).Style.Font.Bold = true;
        sheet.SheetView.FreezeRows(1);
        sheet.Columns().Width = 18;
        using var buffer = new MemoryStream();
        workbook.SaveAs(buffer);
        buffer.Position = 0;
        await buffer.CopyToAsync(file, cancel);
    }

    private async IAsyncEnumerable<IReadOnlyList<string?>> LinesAsync(Batch batch, OutcomeWords words, [EnumeratorCancellation] CancellationToken cancel)
    {
        var upload = await db.Uploads.AsNoTracking().SingleAsync(u => u.Id == batch.Id && u.ServiceId == batch.ServiceId, cancel);
        var columns = JsonSerializer.Deserialize<ListCheckReport>(upload.Report)!.Columns;
        var hides = await db.PinnedTemplates.Where(p => p.Id == batch.PinnedTemplateId && p.ServiceId == batch.ServiceId)
            .AnyAsync(p => db.Templates.Any(t => t.Id == p.TemplateId && t.ServiceId == batch.ServiceId && t.HidesAfterSending), cancel);
        yield return [.. hides ? [columns.FirstOrDefault(c => c.IsNumber)?.Name ?? "telefoonnummer"] : columns.Select(c => c.Name), .. OutcomeHeadings];

        var rows = from notification in db.Notifications.AsNoTracking()
                   join row in db.UploadRows.AsNoTracking() on new { U = notification.BatchId!.Value, R = notification.RowNumber!.Value } equals new { U = row.UploadId, R = row.RowNumber }
                   where notification.BatchId == batch.Id && notification.ServiceId == batch.ServiceId && row.ServiceId == batch.ServiceId
                   orderby notification.RowNumber
                   select new { notification.RowNumber, notification.Status, notification.Reason, notification.SentAt, notification.DoneAt, notification.Parts, notification.Recipient, row.Cells };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var (status, reason) = words(row.Status, row.Reason);
            yield return
            [
                .. hides ? [seal.Open(batch.ServiceId, row.Recipient)] : OfficeCsv.Uploaded(SealedRow.FromJson(seal.OpenBytes(batch.ServiceId, row.Cells)), columns.Count),
                row.RowNumber!.Value.ToString(CultureInfo.InvariantCulture), status, reason, Time(row.SentAt), Time(row.DoneAt), row.Parts.ToString(CultureInfo.InvariantCulture),
            ];
        }
    }

    private static string Time(DateTimeOffset? moment) =>
        moment is { } known ? DutchTime.Of(known).ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture) : "";
}
