using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Recipients;

namespace NotifyNl.Sending;

/// <summary>The rows of a list that a person should look at before pressing "Verstuur", as files: their original columns and what was noticed.</summary>
public sealed class NotedRows(NotifyDbContext db, PersonalDataSeal seal)
{
    /// <summary>Rows whose number stands in an earlier row as well, with that row.</summary>
    public async Task WriteDuplicatesAsync(Upload upload, Stream file, CancellationToken cancel)
    {
        var columns = Columns(upload);
        await using var csv = new OfficeCsv(file);
        await csv.WriteAsync([.. columns, "rij", "eerder op rij"], cancel);
        var rows = db.Database.SqlQuery<DuplicateRow>(
            $"""
            select row_number, first_row, cells from (
              select row_number, cells, min(row_number) over (partition by recipient_key) as first_row
              from upload_rows where upload_id = {upload.Id} and service_id = {upload.ServiceId} and recipient_key is not null and length(cells) > 0) r
            where row_number > first_row order by row_number
            """);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            await csv.WriteAsync([.. OfficeCsv.Uploaded(Open(upload, row.Cells), columns.Length), $"{row.RowNumber}", $"{row.FirstRow}"], cancel);
    }

    /// <summary>Rows whose number got other digits than were written, with the number as it became.</summary>
    public async Task WriteRepairedAsync(Upload upload, Stream file, CancellationToken cancel)
    {
        var columns = Columns(upload);
        await using var csv = new OfficeCsv(file);
        await csv.WriteAsync([.. columns, "rij", "hersteld nummer"], cancel);
        var rows = db.UploadRows.AsNoTracking().Where(r => r.UploadId == upload.Id && r.ServiceId == upload.ServiceId && r.Recipient != null && r.Cells.Length > 0).OrderBy(r => r.RowNumber);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (Open(upload, row.Cells) is { Repaired: true } opened)
                await csv.WriteAsync([.. OfficeCsv.Uploaded(opened, columns.Length), $"{row.RowNumber}", PhoneNumberReader.Display(seal.Open(upload.ServiceId, row.Recipient!))], cancel);
        }
    }

    private static string[] Columns(Upload upload) => [.. JsonSerializer.Deserialize<ListCheckReport>(upload.Report)!.Columns.Select(c => c.Name)];

    private SealedRow Open(Upload upload, byte[] cells) => SealedRow.FromJson(seal.OpenBytes(upload.ServiceId, cells));

    private sealed record DuplicateRow(int RowNumber, int FirstRow, byte[] Cells);
}
