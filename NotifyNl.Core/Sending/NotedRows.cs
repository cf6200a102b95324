using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Recipients;

namespace NotifyNl.Sending;

/// <summary>The rows of a list that a person should look at before pressing "Verstuur", as files: their original columns and what was noticed.</summary>
public sealed class NotedRows(NotifyDbContext db, PersonalDataSeal seal)
{
    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>Rows whose number stands in an earlier row as well, with that row.</summary>
    public async Task WriteDuplicatesAsync(Upload upload, Stream file, CancellationToken cancel)
    {
        await using var writer = await BeginAsync(upload, file, "eerder op rij");
        var rows = db.Database.SqlQuery<DuplicateRow>(
            $"""
            select row_number, first_row, cells from (
              select row_number, cells, min(row_number) over (partition by recipient_key) as first_row
              from upload_rows where upload_id = {upload.Id} and service_id = {upload.ServiceId} and recipient_key is not null) r
            where row_number > first_row order by row_number
            """);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            await writer.WriteAsync(CsvLine.Of([.. Open(upload, row.Cells).Cells, $"{row.RowNumber}", $"{row.FirstRow}"]));
    }

    /// <summary>Rows whose number got other digits than were written, with the number as it became.</summary>
    public async Task WriteRepairedAsync(Upload upload, Stream file, CancellationToken cancel)
    {
        await using var writer = await BeginAsync(upload, file, "hersteld nummer");
        var rows = db.UploadRows.AsNoTracking().Where(r => r.UploadId == upload.Id && r.ServiceId == upload.ServiceId && r.Recipient != null).OrderBy(r => r.RowNumber);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (Open(upload, row.Cells) is { Repaired: true } opened)
                await writer.WriteAsync(CsvLine.Of([.. opened.Cells, $"{row.RowNumber}", PhoneNumberReader.Display(seal.Open(upload.ServiceId, row.Recipient!))]));
        }
    }

    private static async Task<StreamWriter> BeginAsync(Upload upload, Stream file, string noticed)
    {
        var report = JsonSerializer.Deserialize<ListCheckReport>(upload.Report)!;
        var writer = new StreamWriter(file, WithMark, leaveOpen: true);
        await writer.WriteAsync(CsvLine.Of([.. report.Columns.Select(c => c.Name), "rij", noticed]));
        return writer;
    }

    private SealedRow Open(Upload upload, byte[] cells) => SealedRow.FromJson(seal.OpenBytes(upload.ServiceId, cells));

    private sealed record DuplicateRow(int RowNumber, int FirstRow, byte[] Cells);
}
