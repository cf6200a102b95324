using System.Text.Json;
using NotifyNl.ApiKeys;
using NotifyNl.Callbacks;
using NotifyNl.Inbound;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Architecture;

/// <summary>
/// A service with one of everything that an address can name. <b>A page whose address names something new gets its example here</b>; without one the sweep fails.
/// </summary>
internal sealed class SweptService
{
    private readonly Given given;

    private SweptService(Given given) => this.given = given;

    public Guid Id => given.ServiceId;

    public Guid OrganisationId { get; private set; }

    /// <summary>By the name of the route value.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<SweptService> AsyncIn(PostgresFixture postgres)
    {
        var given = await Given.AsyncIn(postgres);
        // Of tomorrow, so that the worker of the portal under test leaves them alone; the one has its messages, the other is not pressed yet.
        var (batch, upload) = (await given.PressedBatchAsync(2, scheduledFor: DateTimeOffset.UtcNow.AddDays(1)), await given.PressedBatchAsync(2, scheduledFor: DateTimeOffset.UtcNow.AddDays(1)));
        await postgres.ExecuteAsync("delete from batches where id = $1", upload);
        await postgres.ExecuteAsync(
            """
            with copied as (update batches set copied_at = now(), scheduled_for = now() where id = $1 returning *)
            insert into notifications (id, service_id, batch_id, row_number, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts, done_at)
            select gen_random_uuid(), r.service_id, r.upload_id, r.row_number, c.pinned_template_id, c.lane, r.recipient, r.recipient_key, r.personalisation, r.parts, now(), 20, false, 1, now()
            from copied c join upload_rows r on r.upload_id = c.id
            """,
            batch);
        var service = new SweptService(given)
        {
            OrganisationId = await postgres.ReadAsync<Guid>("select organisation_id from services where id = $1", given.ServiceId),
        };
        await postgres.ExecuteAsync("update uploads set report = $2::jsonb where service_id = $1", given.ServiceId, JsonSerializer.Serialize(Report()));
        await postgres.ExecuteAsync("update upload_rows set cells = $2 where service_id = $1", given.ServiceId, Given.Seal.Seal(given.ServiceId, new SealedRow(["Ans"], [], false, false).ToJson()));
        await using var db = postgres.Open();
        db.Add(new SmsSender { Id = Guid.CreateVersion7(), ServiceId = given.ServiceId, Name = "Gemeente", IsDefault = true });
        var ours = $"3197{BitConverter.ToUInt32(given.ServiceId.ToByteArray(), 12) % 100_000_000:D8}";
        db.Add(new InboundNumber { Number = ours, Keyword = "", ServiceId = given.ServiceId });
        var theirs = $"+3161{BitConverter.ToUInt32(given.ServiceId.ToByteArray(), 12) % 10_000_000:D7}";
        var (now, key, citizen) = (DateTimeOffset.UtcNow, Guid.CreateVersion7(), Given.Seal.Key(theirs));
        db.Add(new ApiKey { Id = key, ServiceId = given.ServiceId, Name = "Zaaksysteem", Type = ApiKeyType.Test, Secret = Given.Seal.Seal(given.ServiceId, $"{Guid.NewGuid()}"), CreatedById = given.UserId, CreatedAt = now });
        db.Add(new InboundText
        {
            Id = Guid.CreateVersion7(),
            ServiceId = given.ServiceId,
            Gateway = "cm",
            Reference = $"{citizen}",
            SentTo = ours,
            Sender = Given.Seal.Seal(given.ServiceId, theirs),
            SenderKey = citizen,
            Text = Given.Seal.Seal(given.ServiceId, "Ja"),
            ReceivedAt = now,
            ReadAt = now,
        });
        db.Add(new Callback
        {
            ServiceId = given.ServiceId,
            Kind = CallbackKind.DeliveryStatus,
            Url = Given.Seal.Seal(given.ServiceId, "https://voorbeeld.invalid/"),
            Token = Given.Seal.Seal(given.ServiceId, "een-token-van-ons"),
            Secret = Given.Seal.Seal(given.ServiceId, CallbackSignature.NewSecret()),
        });
        var folder = new TemplateFolder { Id = Guid.CreateVersion7(), ServiceId = given.ServiceId, Name = "Paspoorten", CreatedAt = now };
        db.Add(folder);
        await db.SaveChangesAsync();
        service.Values["FolderId"] = $"{folder.Id}";
        service.Values["Requested"] = $"{given.ServiceId}";
        service.Values["KeyId"] = $"{key}";
        service.Values["Citizen"] = $"{citizen}";
        service.Values["Slug"] = "delivery-status";

        service.Values["ServiceId"] = $"{given.ServiceId}";
        service.Values["OrganisationId"] = $"{service.OrganisationId}";
        service.Values["TemplateId"] = $"{await postgres.ReadAsync<Guid>("select id from templates where service_id = $1", given.ServiceId)}";
        service.Values["BatchId"] = $"{batch}";
        service.Values["UploadId"] = $"{upload}";
        service.Values["MessageId"] = $"{await postgres.ReadAsync<Guid>("select id from notifications where batch_id = $1 limit 1", batch)}";
        return service;
    }

    /// <summary>What needs people that exist.</summary>
    public Task AddTeamAsync(PostgresFixture postgres, Guid colleague)
    {
        Values["UserId"] = $"{colleague}";
        return Task.CompletedTask;
    }

    private static ListCheckReport Report() => new() { File = new FileFacts("lijst.xlsx", "xlsx"), Columns = [new ListColumn("naam", "A", "naam", false)] };
}
