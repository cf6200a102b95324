using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.ApiKeys;

/// <summary>What a call under an idempotency key finds.</summary>
public enum CallStart
{
    /// <summary>It is the first: it goes on, and ends with an answer or with <see cref="IdempotentCalls.ForgetAsync"/>.</summary>
    First,

    /// <summary>An earlier one has been answered: that answer is given again.</summary>
    Answered,

    /// <summary>An earlier one under this key asked for something else.</summary>
    OtherBody,

    /// <summary>An earlier one is still at work.</summary>
    Running,
}

/// <param name="Answer">Opened; of <see cref="CallStart.Answered"/> only.</param>
public sealed record IdempotentStart(CallStart Start, Guid CallKey, byte[]? Answer);

/// <summary>Remembers for a day what was answered to calls with an <c>Idempotency-Key</c>, by service and key.</summary>
public sealed class IdempotentCalls([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal)
{
    public const int MaxLength = 255;

    // A call that left no answer for five minutes died, and its message was not stored: both go in one commit, and no commit takes so long.
    private const string BeginSql = """
        insert into idempotent_calls as c (service_id, api_key_id, call_key, body_key, started_at) values ($1, $2, $3, $4, now())
        on conflict (service_id, api_key_id, call_key) do update set body_key = excluded.body_key, started_at = excluded.started_at, answer = null
          where c.started_at < now() - interval '24 hours' or (c.answer is null and c.started_at < now() - interval '5 minutes')
        returning true
        """;

    private const string FindSql = "select body_key, answer from idempotent_calls where service_id = $1 and api_key_id = $2 and call_key = $3";

    // A commit of which nobody heard the end holds the row: this waits for it, and leaves it when the message was stored after all.
    private const string ForgetSql = "delete from idempotent_calls where service_id = $1 and api_key_id = $2 and call_key = $3 and answer is null";

    private const string AnswerSql = "update idempotent_calls set answer = $4 where service_id = $1 and api_key_id = $2 and call_key = $3";

    private const string ExpiredSql = "delete from idempotent_calls where ctid = any(array(select ctid from idempotent_calls where started_at < now() - interval '24 hours' limit 5000))";

    public async Task<IdempotentStart> BeginAsync(Caller caller, string name, string path, byte[] body, CancellationToken cancel)
    {
        var callKey = seal.Key(caller.ServiceId, Encoding.UTF8.GetBytes(name));
        var bodyKey = seal.Key(caller.ServiceId, [.. Encoding.UTF8.GetBytes(path), 0, .. body]);
        await using (var begin = Command(BeginSql, caller, callKey, bodyKey))
        {
            if (await begin.ExecuteScalarAsync(cancel) is not null)
                return new IdempotentStart(CallStart.First, callKey, null);
        }

        await using var find = Command(FindSql, caller, callKey);
        await using var reader = await find.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
            return new IdempotentStart(CallStart.Running, callKey, null); // forgotten this moment: the caller comes again
        if (reader.GetGuid(0) != bodyKey)
            return new IdempotentStart(CallStart.OtherBody, callKey, null);
        return await reader.IsDBNullAsync(1, cancel)
            ? new IdempotentStart(CallStart.Running, callKey, null)
            : new IdempotentStart(CallStart.Answered, callKey, seal.OpenBytes(caller.ServiceId, reader.GetFieldValue<byte[]>(1)));
    }

    /// <summary>An answer that goes with no message.</summary>
    public async Task AnswerAsync(Caller caller, AnsweredCall call)
    {
        await using var command = Command(AnswerSql, caller, call.CallKey, call.Answer);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>An answer that is stored in the transaction of <paramref name="db"/>, together with what it tells of.</summary>
    public static Task AnswerAsync(NotifyDbContext db, Caller caller, AnsweredCall call, CancellationToken cancel) => db.Database.ExecuteSqlAsync(
        $"update idempotent_calls set answer = {call.Answer} where service_id = {caller.ServiceId} and api_key_id = {caller.Key.Id} and call_key = {call.CallKey}", cancel);

    /// <summary>The call was refused or failed: the next one under its name is a first one.</summary>
    public async Task ForgetAsync(Caller caller, Guid callKey)
    {
        await using var command = Command(ForgetSql, caller, callKey);
        await command.ExecuteNonQueryAsync();
    }

    public AnsweredCall Seal(Caller caller, Guid callKey, ReadOnlyMemory<byte> answer) => new(callKey, seal.Seal(caller.ServiceId, answer.Span));

    /// <returns>How many calls of more than a day ago it forgot.</returns>
    public async Task<int> ForgetExpiredAsync(CancellationToken cancel)
    {
        var (total, gone) = (0, 0);
        do
        {
            await using var command = database.CreateCommand(ExpiredSql);
            total += gone = await command.ExecuteNonQueryAsync(cancel);
        }
        while (gone > 0);
        return total;
    }

    private NpgsqlCommand Command(string sql, Caller caller, params ReadOnlySpan<object> more)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = caller.ServiceId });
        command.Parameters.Add(new NpgsqlParameter { Value = caller.Key.Id });
        foreach (var value in more)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}

/// <param name="Answer">Sealed.</param>
public sealed record AnsweredCall(Guid CallKey, byte[] Answer);
