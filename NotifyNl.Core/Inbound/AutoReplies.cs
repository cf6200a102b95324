using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using NotifyNl.Templates;
using NotifyNl.Usage;
using Npgsql;

namespace NotifyNl.Inbound;

/// <summary>Answers a citizen's text where a rule of the service says so, from the number that was written to.</summary>
public sealed class AutoReplies([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal, TimeProvider clock)
{
    /// <summary>Texts of one citizen in an hour that are answered: two machines that answer each other come to an end.</summary>
    public const int MostAnHour = 3;

    private const string RuleSql = """
        select t.id, t.version, t.content, case when s.prefixes_name then s.name end, s.accents
        from reply_rules r join templates t on t.id = r.template_id and t.archived_at is null join services s on s.id = r.service_id
        where r.service_id = $1 and r.keyword in ($2, '*')
          and (select count(*) from inbound_texts i where i.service_id = $1 and i.sender_key = $3 and i.received_at > now() - interval '1 hour') <= $4
        order by r.keyword = '*' limit 1
        """;

    private const string SendSql = $"""
        with fresh as (
          insert into pinned_templates (id, service_id, template_id, template_version, sender, prefix, accents) values ($1, $3, $4, $5, $6, $7, $8)
          on conflict (service_id, template_id, template_version, sender, prefix, accents) do nothing returning id),
        pinned as (
          select id from fresh
          union all
          select id from pinned_templates where service_id = $3 and template_id = $4 and template_version = $5 and sender = $6 and prefix is not distinct from $7 and accents = $8
          limit 1),
        made as (
          insert into notifications (id, service_id, pinned_template_id, lane, recipient, recipient_key, personalisation, parts, created_at, status, queued, attempts)
          select $2, $3, pinned.id, 0, $9, $10, $11, $12, $13, 0, true, 0 from pinned
          where not exists (select from opt_outs o where o.service_id = $3 and o.recipient_key = $10)
          returning service_id, batch_id, created_at, parts, status),
        {CountDelta.OfMade}
        select pg_notify('notify_work', 'urgent') from made
        """;

    /// <returns>Whether an answer went to the queue.</returns>
    public async Task<bool> AnswerAsync(InboundText stored, string text, CancellationToken cancel)
    {
        if (stored.ServiceId is not { } serviceId || StopWords.IsStop(text) || await RuleAsync(serviceId, InboundTexts.Keyword(text), stored.SenderKey, cancel) is not { } rule)
            return false;
        var sms = SmsComposer.Compose(rule.Content, rule.Prefix, rule.Accents);
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(SendSql);
        Add(Guid.CreateVersion7(now));
        Add(Guid.CreateVersion7(now));
        Add(serviceId);
        Add(rule.TemplateId);
        Add(rule.Version);
        Add(stored.SentTo);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)rule.Prefix ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Varchar });
        Add((short)rule.Accents);
        Add(seal.Seal(serviceId, seal.Open(serviceId, stored.Sender)));
        Add(stored.SenderKey);
        Add(seal.Seal(serviceId, Values.ToJson([])));
        Add((short)sms.Parts);
        Add(now);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel);

        void Add(object value) => command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    private async Task<Rule?> RuleAsync(Guid serviceId, string keyword, Guid senderKey, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(RuleSql);
        foreach (var value in new object[] { serviceId, keyword, senderKey, MostAnHour })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new Rule(reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2), reader.GetValue(3) as string, (AccentMode)reader.GetInt16(4))
            : null;
    }

    private sealed record Rule(Guid TemplateId, int Version, string Content, string? Prefix, AccentMode Accents);
}
