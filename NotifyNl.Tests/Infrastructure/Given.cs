using Microsoft.Extensions.Options;
using NotifyNl.Accounts;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Organisations;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>A service with a template and lists to send, as the portal would have stored them.</summary>
internal sealed class Given
{
    public const string Content = "Beste ((naam)), uw paspoort ligt klaar.";

    private readonly PostgresFixture postgres;

    private Given(PostgresFixture postgres) => this.postgres = postgres;

    public static PersonalDataSeal Seal { get; } = new(Options.Create(new PersonalDataOptions
    {
        Keys = { ["1"] = Convert.ToBase64String(new byte[32]) },
        CurrentKey = 1,
        HashKey = Convert.ToBase64String(new byte[32]),

        // As it is in the time after a change of the hash key.
        OldHashKeys = { ["0"] = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]) },
    }));

    public Guid ServiceId { get; } = Guid.CreateVersion7();

    public Guid UserId { get; } = Guid.CreateVersion7();

    public Guid PinnedTemplateId { get; } = Guid.CreateVersion7();

    public static async Task<Given> AsyncIn(PostgresFixture postgres)
    {
        var given = new Given(postgres);
        var now = DateTimeOffset.UtcNow;
        var organisation = new Organisation { Id = Guid.CreateVersion7(), Name = $"Gemeente {given.ServiceId:N}" };
        var template = Guid.CreateVersion7();
        await using var db = postgres.Open();
        db.Add(organisation);
        db.Add(new User { Id = given.UserId, Name = "Sanne de Vries", UserName = $"{given.UserId:N}@voorbeeld.nl", Email = $"{given.UserId:N}@voorbeeld.nl", CreatedAt = now });
        db.Add(new Service { Id = given.ServiceId, OrganisationId = organisation.Id, Name = "Burgerzaken", CreatedAt = now });
        await db.SaveChangesAsync();
        db.Add(new Template { Id = template, ServiceId = given.ServiceId, Name = "Paspoort", Content = Content, Lane = Lane.Normal, Version = 1, CreatedAt = now, UpdatedAt = now });
        await db.SaveChangesAsync();
        db.Add(new TemplateVersion
        {
            TemplateId = template,
            Version = 1,
            ServiceId = given.ServiceId,
            Name = "Paspoort",
            Content = Content,
            Lane = Lane.Normal,
            CreatedById = given.UserId,
            CreatedAt = now,
        });
        db.Add(new PinnedTemplate
        {
            Id = given.PinnedTemplateId,
            ServiceId = given.ServiceId,
            TemplateId = template,
            TemplateVersion = 1,
            Sender = "Gemeente",
            Prefix = "Burgerzaken",
            Accents = AccentMode.Keep,
        });
        await db.SaveChangesAsync();
        return given;
    }

    /// <summary>A checked list, pressed.</summary>
    /// <param name="number">By place in the list.</param>
    public async Task<Guid> PressedBatchAsync(int rows, Lane lane = Lane.Normal, DateTimeOffset? scheduledFor = null, int faulty = 0, Func<int, string>? number = null)
    {
        var id = Guid.CreateVersion7();
        var now = DateTimeOffset.UtcNow;
        await using var db = postgres.Open();
        db.Add(new Upload
        {
            Id = id,
            ServiceId = ServiceId,
            PinnedTemplateId = PinnedTemplateId,
            FileName = "lijst.xlsx",
            CreatedById = UserId,
            CreatedAt = now,
            RowCount = rows + faulty,
            SendableCount = rows,
            Parts = rows,
            Report = "{}",
        });
        await db.SaveChangesAsync();

        number ??= place => $"+316{10_000_000 + place}";
        await postgres.ExecuteAsync(
            """
            insert into upload_rows (upload_id, row_number, service_id, sendable, recipient, recipient_key, personalisation, cells, parts, encoding)
            select $1, 1 + ordinality, $2, ordinality <= $3, recipient, gen_random_uuid(), $4, '', 1, 0 from unnest($5::bytea[]) with ordinality r(recipient, ordinality)
            """,
            id, ServiceId, rows, Seal.Seal(ServiceId, Values.ToJson(["Ans"])), Enumerable.Range(0, rows + faulty).Select(i => Seal.Seal(ServiceId, number(i))).ToArray());
        // Last: a node that runs already takes it as soon as it is there.
        db.Add(new Batch
        {
            Id = id,
            ServiceId = ServiceId,
            PinnedTemplateId = PinnedTemplateId,
            Name = "lijst.xlsx",
            Lane = lane,
            MessageCount = rows,
            CreatedById = UserId,
            CreatedAt = now,
            ScheduledFor = scheduledFor ?? now.AddSeconds(-1),
        });
        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>A batch whose messages are in the queue.</summary>
    public async Task<Guid> QueuedBatchAsync(int rows, Lane lane = Lane.Normal, Func<int, string>? number = null)
    {
        var batch = await PressedBatchAsync(rows, lane, number: number);
        await new BatchCopy(postgres.WorkerDatabase).CopyAsync(batch, default);
        return batch;
    }

    public Task<long> CountAsync(Guid batch, NotificationStatus status) =>
        postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and status = $2", batch, (short)status);

    /// <summary>What must hold at any time: the counters say what the messages say.</summary>
    public async Task AssertCountersAreTrueAsync() => Assert.Equal(0L, await postgres.ReadAsync<long>(
        """
        select count(*) from
          (select coalesce(batch_id, '00000000-0000-0000-0000-000000000000') as batch, status, count(*) as messages, sum(parts) as parts from notifications where service_id = $1 group by 1, 2) n
          full join
          (select batch_id as batch, status, sum(messages) as messages, sum(parts) as parts from message_counts where service_id = $1 group by 1, 2 having sum(messages) <> 0 or sum(parts) <> 0) c
          using (batch, status)
        where n.messages is distinct from c.messages or n.parts is distinct from c.parts
        """,
        ServiceId));
}
