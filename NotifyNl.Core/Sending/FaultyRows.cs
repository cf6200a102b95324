using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Recipients;

namespace NotifyNl.Sending;

/// <summary>The rows of a list that cannot be sent, to mend and upload again: the original columns, and what is wrong.</summary>
public sealed class FaultyRows(NotifyDbContext db, PersonalDataSeal seal)
{
    public async Task WriteAsync(Upload upload, Stream file, CancellationToken cancel)
    {
        var report = JsonSerializer.Deserialize<ListCheckReport>(upload.Report)!;
        await using var csv = new OfficeCsv(file);
        await csv.WriteAsync([.. report.Columns.Select(c => c.Name), "rij", "wat is er mis"], cancel);
        await foreach (var row in db.UploadRows.AsNoTracking().Where(r => r.UploadId == upload.Id && r.ServiceId == upload.ServiceId && !r.Sendable)
            .OrderBy(r => r.RowNumber).AsAsyncEnumerable().WithCancellation(cancel))
        {
            var opened = SealedRow.FromJson(seal.OpenBytes(upload.ServiceId, row.Cells));
            var wrong = opened.Errors.Select(error => error.Column.Length > 0 ? $"{error.Column}: {error.Sentence()}" : error.Sentence());
            if (opened.OptedOut)
                wrong = wrong.Append(new Problem("recipient-opted-out").Sentence());
            await csv.WriteAsync([.. OfficeCsv.Uploaded(opened, report.Columns.Count), $"{row.RowNumber}", string.Join(" | ", wrong)], cancel);
        }
    }
}
