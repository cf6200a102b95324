using System.Text.Json;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Security;

/// <summary>One text in every place of a service that keeps what people typed, or what a file, a gateway or a citizen brought.</summary>
internal static class Poison
{
    // What is shorter in the database gets as much of it as fits.
    private static readonly string[] Names =
    [
        "update services set name = left($2, 30) where id = $1",
        "update organisations o set name = $2 from services s where s.id = $1 and o.id = s.organisation_id",
        "update users u set name = $2 from members m where m.user_id = u.id and m.service_id = $1",
        "update templates set name = $2, content = $2 where service_id = $1",
        "update template_versions set name = $2, content = $2 where service_id = $1",
        "update template_folders set name = $2 where service_id = $1",
        "update pinned_templates set prefix = left($2, 30), sender = left($2, 11) where service_id = $1",
        "update sms_senders set name = left($2, 11) where service_id = $1",
        "update uploads set file_name = $2 where service_id = $1",
        "update batches set name = $2 where service_id = $1",
        "update api_keys set name = left($2, 30) where service_id = $1",
        "update sessions s set device = $2 from members m where m.user_id = s.user_id and m.service_id = $1",
        "insert into invitations (id, kind, email, name, token_hash, service_id, permissions, created_at, expires_at) select gen_random_uuid(), 1, left($2, 60), $2, sha256($2::bytea), $1, 1, now(), now() + interval '1 day'",
        "insert into receipts (gateway, notification_id, code, reference, received_at) select 'cm', id, left($2, 60), left($2, 60), now() from notifications where service_id = $1",
        "update notifications set reason = left($2, 40) where service_id = $1",
        "update services set go_live_refusal = $2 where id = $1",
    ];

    public static async Task PutAsync(PostgresFixture postgres, SweptService service, string text)
    {
        foreach (var sql in Names)
            await postgres.ExecuteAsync(sql, service.Id, text);
        var report = new ListCheckReport
        {
            File = new FileFacts(text, "xlsx", Sheet: text),
            Columns = [new ListColumn(text, "A", "naam", false), new ListColumn("telefoon", "B", null, true)],
            Counts = new ListCounts { Rows = 2, Sendable = 1, WithErrors = 1 },
        };
        await postgres.ExecuteAsync("update uploads set report = $2::jsonb, reference = $3 where service_id = $1", service.Id, JsonSerializer.Serialize(report), Sealed(text));
        var row = new SealedRow([text, text], [new SealedError(text, "value-missing", [text])], Duplicate: true, OptedOut: false);
        await postgres.ExecuteAsync("update upload_rows set cells = $2, personalisation = $3 where service_id = $1", service.Id, Sealed(row.ToJson()), Sealed(Values.ToJson([text])));
        // One row that is faulty and one that is not, so that each export has what to tell.
        await postgres.ExecuteAsync("update upload_rows set sendable = row_number = 1 where service_id = $1", service.Id);
        await postgres.ExecuteAsync("update notifications set personalisation = $2, reference = $3 where service_id = $1", service.Id, Sealed(Values.ToJson([text])), Sealed(text));
        await postgres.ExecuteAsync("update inbound_texts set text = $2 where service_id = $1", service.Id, Sealed(text));

        byte[] Sealed(object value) => value is byte[] bytes ? Given.Seal.Seal(service.Id, bytes) : Given.Seal.Seal(service.Id, (string)value);
    }
}
