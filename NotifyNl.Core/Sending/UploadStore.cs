using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NotifyNl.ApiKeys;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Recipients;
using NotifyNl.Services;
using NotifyNl.Templates;
using Npgsql;
using NpgsqlTypes;

namespace NotifyNl.Sending;

/// <summary>What became of an uploaded file: the stored list, or the report that says why there is none.</summary>
public sealed record UploadOutcome(Upload? Upload, ListCheckReport Report);

/// <summary>Who brought a list by the API, and what they call it.</summary>
/// <param name="Reference">Sealed; null where it has none.</param>
public sealed record BroughtByApi(ApiKeyType KeyType, byte[]? Reference, Guid? ReferenceKey);

/// <summary>
/// Checks a list and keeps its rows, sealed, in one transaction: an upload that is broken off or refused leaves nothing.
/// Rows go in sets while the check runs; a COPY is not possible under row-level security.
/// </summary>
public sealed class UploadStore(NotifyDbContext db, PersonalDataSeal seal, AuditLog audit, OptOutList optOuts, TimeProvider clock)
{
    private const int RowsInASet = 1000;

    // Two checks at once keep both cores busy and the memory bounded; more uploads wait their turn.
    private static readonly SemaphoreSlim Turns = new(2);

    public Task<UploadOutcome> CheckAsync(Service service, Template template, string sender, string fileName, Stream file, Guid userId, CancellationToken cancel) =>
        CheckAsync(service, template, sender, fileName, file, userId, by: null, cancel);

    /// <param name="by">Null for a list of a person.</param>
    public async Task<UploadOutcome> CheckAsync(
        Service service, Template template, string sender, string fileName, Stream file, Guid userId, BroughtByApi? by, CancellationToken cancel)
    {
        await Turns.WaitAsync(cancel);
        try
        {
            return await CheckInTurnAsync(service, template, sender, fileName, file, userId, by, cancel);
        }
        finally
        {
            Turns.Release();
        }
    }

    private async Task<UploadOutcome> CheckInTurnAsync(
        Service service, Template template, string sender, string fileName, Stream file, Guid userId, BroughtByApi? by, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var uploadId = Guid.CreateVersion7(now);
        var check = new RecipientListCheck(new ListCheckOptions
        {
            Template = TemplateText.Parse(template.Content),
            Prefix = service.Prefix,
            Accents = service.Accents,
            Sender = sender,
            OptedOut = await optOuts.ReadAsync(service.Id, cancel),
        });

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var rows = Channel.CreateBounded<StoredRow>(new BoundedChannelOptions(4 * RowsInASet) { SingleReader = true, SingleWriter = true });
        var checking = Task.Run(() => Produce(check, file, fileName, service.Id, rows.Writer, giveUp.Token), giveUp.Token);
        try
        {
            await StoreAsync(uploadId, service.Id, rows.Reader, transaction, cancel);
        }
        catch
        {
            await giveUp.CancelAsync();
            throw;
        }

        var report = await checking;
        if (report.Problems.Count > 0)
            return new UploadOutcome(null, report);

        var pinned = await PinAsync(service, template, sender, cancel);
        var upload = new Upload
        {
            Id = uploadId,
            ServiceId = service.Id,
            PinnedTemplateId = pinned,
            FileName = fileName,
            CreatedById = userId,
            CreatedAt = now,
            RowCount = report.Counts.Rows,
            SendableCount = report.Counts.Sendable,
            Parts = report.Parts.Total,
            Report = JsonSerializer.Serialize(report with { Warnings = [.. report.Warnings.Select(warning => warning with { Problem = Worded(warning.Problem) })] }),
            KeyType = by?.KeyType,
            Reference = by?.Reference,
            ReferenceKey = by?.ReferenceKey,
        };
        db.Add(upload);
        audit.Add(service.Id, userId, "list-uploaded", uploadId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new UploadOutcome(upload, report);
    }

    // What fills a sentence may be more than text and numbers, a country that names itself for instance; stored are its words.
    private static Problem Worded(Problem problem) => problem with { Args = [.. problem.Args.Select(arg => arg is int or long ? arg : $"{arg}")] };

    private ListCheckReport Produce(RecipientListCheck check, Stream file, string fileName, Guid serviceId, ChannelWriter<StoredRow> rows, CancellationToken cancel)
    {
        try
        {
            return check.Check(file, fileName, row => Write(rows, ToStored(row, serviceId), cancel), cancel);
        }
        finally
        {
            rows.Complete();
        }
    }

    private static void Write(ChannelWriter<StoredRow> rows, StoredRow row, CancellationToken cancel)
    {
        while (!rows.TryWrite(row))
            rows.WaitToWriteAsync(cancel).AsTask().GetAwaiter().GetResult();
    }

    private StoredRow ToStored(CheckedRow row, Guid serviceId)
    {
        var number = row.Number is { Valid: true } valid ? valid.E164 : null;
        return new StoredRow(
            row.Row,
            row.Sendable,
            number is null ? null : seal.Seal(serviceId, number),
            number is null ? null : seal.Key(number),
            row.Sendable ? seal.Seal(serviceId, Values.ToJson(row.Values)) : null,
            seal.Seal(serviceId, SealedRow.Of(row).ToJson()),
            (short)(row.Message?.Parts ?? 0),
            (short)(row.Message?.Encoding ?? SmsEncoding.Gsm7));
    }

    private static async Task StoreAsync(Guid uploadId, Guid serviceId, ChannelReader<StoredRow> rows, IDbContextTransaction transaction, CancellationToken cancel)
    {
        var set = new List<StoredRow>(RowsInASet);
        while (await rows.WaitToReadAsync(cancel))
        {
            while (set.Count < RowsInASet && rows.TryRead(out var row))
                set.Add(row);
            if (set.Count == RowsInASet)
                await InsertAsync(uploadId, serviceId, set, transaction, cancel);
        }

        if (set.Count > 0)
            await InsertAsync(uploadId, serviceId, set, transaction, cancel);
    }

    private static async Task InsertAsync(Guid uploadId, Guid serviceId, List<StoredRow> set, IDbContextTransaction transaction, CancellationToken cancel)
    {
        var inner = (NpgsqlTransaction)transaction.GetDbTransaction();
        await using var insert = new NpgsqlCommand(
            """
            insert into upload_rows (upload_id, service_id, row_number, sendable, recipient, recipient_key, personalisation, cells, parts, encoding)
            select $1, $2, * from unnest($3, $4, $5, $6, $7, $8, $9, $10)
            """,
            inner.Connection!, inner);
        insert.Parameters.Add(new() { Value = uploadId });
        insert.Parameters.Add(new() { Value = serviceId });
        insert.Parameters.Add(Set(NpgsqlDbType.Integer, set.ConvertAll(r => r.Row)));
        insert.Parameters.Add(Set(NpgsqlDbType.Boolean, set.ConvertAll(r => r.Sendable)));
        insert.Parameters.Add(Set(NpgsqlDbType.Bytea, set.ConvertAll(r => r.Recipient)));
        insert.Parameters.Add(Set(NpgsqlDbType.Uuid, set.ConvertAll(r => r.RecipientKey)));
        insert.Parameters.Add(Set(NpgsqlDbType.Bytea, set.ConvertAll(r => r.Personalisation)));
        insert.Parameters.Add(Set(NpgsqlDbType.Bytea, set.ConvertAll(r => r.Cells)));
        insert.Parameters.Add(Set(NpgsqlDbType.Smallint, set.ConvertAll(r => r.Parts)));
        insert.Parameters.Add(Set(NpgsqlDbType.Smallint, set.ConvertAll(r => r.Encoding)));
        await insert.ExecuteNonQueryAsync(cancel);
        set.Clear();

        static NpgsqlParameter Set<T>(NpgsqlDbType type, List<T> values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    /// <summary>One row stands for all lists and single messages that read alike; of two that make it at once the first is kept.</summary>
    internal static async Task<Guid> PinAsync(NotifyDbContext db, Service service, Template template, string sender, Guid id, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into pinned_templates (id, service_id, template_id, template_version, sender, prefix, accents)
            values ({id}, {service.Id}, {template.Id}, {template.Version}, {sender}, {service.Prefix}, {(short)service.Accents})
            on conflict do nothing
            """,
            cancel);
        return await db.PinnedTemplates
            .Where(p => p.ServiceId == service.Id && p.TemplateId == template.Id && p.TemplateVersion == template.Version && p.Sender == sender && p.Prefix == service.Prefix && p.Accents == service.Accents)
            .Select(p => p.Id).SingleAsync(cancel);
    }

    private Task<Guid> PinAsync(Service service, Template template, string sender, CancellationToken cancel) =>
        PinAsync(db, service, template, sender, Guid.CreateVersion7(clock.GetUtcNow()), cancel);

    private sealed record StoredRow(int Row, bool Sendable, byte[]? Recipient, Guid? RecipientKey, byte[]? Personalisation, byte[] Cells, short Parts, short Encoding);
}
