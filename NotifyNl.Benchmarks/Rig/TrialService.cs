using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Organisations;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Templates;
using Npgsql;
using NpgsqlTypes;

namespace NotifyNl.Benchmarks.Rig;

/// <summary>A service with a template, and checked lists to press: what the portal would have stored, sealed with the nodes' keys.</summary>
internal sealed class TrialService
{
    /// <summary>About 100 letters once filled in: one part.</summary>
    private const string Content = "Beste ((aanhef)) ((naam)), uw AOW van ((bedrag)) staat op ((datum)) op uw rekening. Vragen? Bel 14 0123.";

    private readonly Stand stand;
    private readonly PersonalDataSeal seal;
    private readonly Guid userId = Guid.CreateVersion7();

    private TrialService(Stand stand)
    {
        this.stand = stand;
        seal = new PersonalDataSeal(Options.Create(new PersonalDataOptions
        {
            Keys = { ["1"] = stand.Keys["PersonalData:Keys:1"]! },
            CurrentKey = 1,
            HashKey = stand.Keys["PersonalData:HashKey"]!,
        }));
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid PinnedTemplateId { get; } = Guid.CreateVersion7();

    private Guid PinnedUrgentId { get; } = Guid.CreateVersion7();

    public static async Task<TrialService> CreateAsync(Stand stand, string name = "Uw uitkering")
    {
        var made = new TrialService(stand);
        var now = DateTimeOffset.UtcNow;
        var organisation = new Organisation { Id = Guid.CreateVersion7(), Name = $"Gemeente {made.Id:N}" };
        await using var db = NotifyDbOptions.Open(stand.Owner);
        db.Add(organisation);
        db.Add(new User { Id = made.userId, Name = "Vera Verzender", UserName = $"{made.Id:N}@voorbeeld.nl", Email = $"{made.Id:N}@voorbeeld.nl", CreatedAt = now });
        db.Add(new Service { Id = made.Id, OrganisationId = organisation.Id, Name = name, CreatedAt = now, LiveSince = now });
        await db.SaveChangesAsync();
        await made.AddTemplateAsync(db, "AOW-betaaldag", Lane.Normal, made.PinnedTemplateId);
        await made.AddTemplateAsync(db, "Inlogcode", Lane.Urgent, made.PinnedUrgentId);
        return made;
    }

    /// <summary>A checked list of so many good rows, ready to be pressed.</summary>
    public Task<Guid> UploadAsync(int rows) => UploadAsync(rows, PinnedTemplateId);

    /// <summary>As <see cref="UploadAsync(int)"/>, short enough for the lane of its template: urgent.</summary>
    public Task<Guid> UploadUrgentAsync(int rows) => UploadAsync(rows, PinnedUrgentId);

    private async Task<Guid> UploadAsync(int rows, Guid pinned)
    {
        var id = await AddUploadAsync(rows, pinned);
        await using var connection = new NpgsqlConnection(stand.Superuser); // COPY is refused under row-level security
        await connection.OpenAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy upload_rows (upload_id, row_number, service_id, sendable, recipient, recipient_key, personalisation, cells, parts, encoding) from stdin (format binary)");
        for (var row = 0; row < rows; row++)
        {
            var (number, values) = Row(row);
            await copy.StartRowAsync();
            await copy.WriteAsync(id, NpgsqlDbType.Uuid);
            await copy.WriteAsync(row + 2, NpgsqlDbType.Integer);
            await copy.WriteAsync(Id, NpgsqlDbType.Uuid);
            await copy.WriteAsync(true, NpgsqlDbType.Boolean);
            await copy.WriteAsync(seal.Seal(Id, number), NpgsqlDbType.Bytea);
            await copy.WriteAsync(seal.Key(number), NpgsqlDbType.Uuid);
            await copy.WriteAsync(seal.Seal(Id, Values.ToJson(values)), NpgsqlDbType.Bytea);
            await copy.WriteAsync(seal.Seal(Id, new SealedRow([number, .. values], [], false, false).ToJson()), NpgsqlDbType.Bytea);
            await copy.WriteAsync((short)1, NpgsqlDbType.Smallint);
            await copy.WriteAsync((short)0, NpgsqlDbType.Smallint);
        }

        await copy.CompleteAsync();
        return id;
    }

    /// <summary>The same list once more, or the first so many rows of it: quicker than sealing anew.</summary>
    public async Task<Guid> UploadAgainAsync(Guid upload, int rows)
    {
        var id = await AddUploadAsync(rows, await stand.ReadAsync<Guid>("select pinned_template_id from uploads where id = $1", upload));
        await stand.ExecuteAsync(
            """
            insert into upload_rows (upload_id, row_number, service_id, sendable, recipient, recipient_key, personalisation, cells, parts, encoding)
            select $1, row_number, service_id, sendable, recipient, recipient_key, personalisation, cells, parts, encoding from upload_rows
            where upload_id = $2 and row_number < $3 order by row_number
            """,
            id, upload, rows + 2);
        return id;
    }

    /// <summary>Presses "Verstuur", by the portal's own code and login.</summary>
    public async Task PressAsync(Guid upload, DateTimeOffset? scheduledFor = null)
    {
        await using var db = OpenWeb();
        var pressed = await new BatchPress(db, new AuditLog(db, TimeProvider.System), new TrialReach(db, seal), TimeProvider.System).PressAsync(Id, upload, userId, scheduledFor, skipFaulty: false, default);
        if (pressed.Value is null)
            throw new InvalidOperationException($"The press was refused: {pressed.Problem?.Code}.");
    }

    /// <summary>A message by a person to one number, by the portal's own code: it goes in the urgent lane.</summary>
    public async Task<Guid> SendUrgentAsync(Guid upload, string number)
    {
        await using var db = OpenWeb();
        var of = await db.Uploads.SingleAsync(u => u.Id == upload);
        var row = await db.UploadRows.FirstAsync(r => r.UploadId == upload && r.RowNumber == 2);
        var audit = new AuditLog(db, TimeProvider.System);
        var sent = await new SingleMessage(db, seal, audit, new OptOutList(db, seal, audit, TimeProvider.System), new TrialReach(db, seal), TimeProvider.System).SendTestAsync(of, row, number, userId, default);
        return sent.Problem is { } problem ? throw new InvalidOperationException($"The message was refused: {problem.Code}.") : sent.Value;
    }

    /// <summary>What a row says in clear; the values are as long as real ones.</summary>
    public static (string Number, string[] Values) Row(int row) =>
        ($"+316{10_000_000 + (row % 80_000_000)}", ["mevrouw", $"Van der Berg-{row:000000}", $"€ 1.{row % 1000:000},00", "23 november 2026"]);

    private NotifyDbContext OpenWeb()
    {
        var current = new CurrentService();
        current.Enter(Id);
        return new(new DbContextOptionsBuilder<NotifyDbContext>().UseNotifyDb(stand.Web).AddInterceptors(new TenantInterceptor(current)).Options);
    }

    private async Task AddTemplateAsync(NotifyDbContext db, string name, Lane lane, Guid pinned)
    {
        var (template, now) = (Guid.CreateVersion7(), DateTimeOffset.UtcNow);
        db.Add(new Template { Id = template, ServiceId = Id, Name = name, Content = Content, Lane = lane, Version = 1, CreatedAt = now, UpdatedAt = now });
        await db.SaveChangesAsync();
        db.Add(new TemplateVersion { TemplateId = template, Version = 1, ServiceId = Id, Name = name, Content = Content, Lane = lane, CreatedById = userId, CreatedAt = now });
        db.Add(new PinnedTemplate { Id = pinned, ServiceId = Id, TemplateId = template, TemplateVersion = 1, Sender = "Voorbeeld", Prefix = null, Accents = AccentMode.Keep });
        await db.SaveChangesAsync();
    }

    private async Task<Guid> AddUploadAsync(int rows, Guid pinned)
    {
        var upload = new Upload
        {
            Id = Guid.CreateVersion7(),
            ServiceId = Id,
            PinnedTemplateId = pinned,
            FileName = "aow-betaaldag.xlsx",
            CreatedById = userId,
            CreatedAt = DateTimeOffset.UtcNow,
            RowCount = rows,
            SendableCount = rows,
            Parts = rows,
            Report = "{}",
        };
        await using var db = NotifyDbOptions.Open(stand.Owner);
        db.Add(upload);
        await db.SaveChangesAsync();
        return upload.Id;
    }
}
