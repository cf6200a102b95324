using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Audit;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Recipients;
using Npgsql;

namespace NotifyNl.Inbound;

/// <summary>
/// Stores what citizens send us, before the gateway is told that we have it. Whoever asks to be left alone (<see cref="StopWords"/>) is on the opt-out list of the
/// service in the same commit: a text that is told twice would not be looked at again. No answer goes out: it would be one more message to someone who wants none.
/// </summary>
public sealed class InboundTexts([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal, TimeProvider clock)
{
    // The service of the word on this number, else of the number itself.
    private const string RouteSql = "select service_id, length(keyword) from inbound_numbers where number = $1 and keyword in ($2, '') order by keyword desc limit 1";

    private const string StoreSql = $"""
        with stored as (
          insert into inbound_texts (id, service_id, gateway, reference, sent_to, sender, sender_key, text, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
          on conflict (gateway, reference) do nothing returning id, service_id),
        {CallbackOutbox.OfStored}
        select count(*) from stored
        """;

    /// <returns>The text as stored, or null when the gateway told it before.</returns>
    public async Task<InboundText?> StoreAsync(GatewayText came, CancellationToken cancel)
    {
        var to = Cut(Digits(came.To), InboundNumber.MaxNumberLength);
        var text = came.Text.Replace("\0", "", StringComparison.Ordinal);
        var (service, word) = await FindServiceAsync(to, Keyword(text), cancel);
        var owner = service ?? Guid.Empty;
        var now = clock.GetUtcNow();
        var stored = new InboundText
        {
            Id = Guid.CreateVersion7(now),
            ServiceId = service,
            Gateway = came.Gateway,
            Reference = Reference(came, now),
            SentTo = to,
            Sender = seal.Seal(owner, E164(came.From)),
            SenderKey = seal.Key(E164(came.From)),
            Text = seal.Seal(owner, text),
            ReceivedAt = now,
        };
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await InsertAsync(connection, stored, cancel))
            return null;
        var left = service is { } asked && (StopWords.IsStop(text) || StopWords.IsStop(text.TrimStart()[word..])) ? asked : (Guid?)null;
        if (left is { } leaves && await OptOutEntry.AddAsync(connection, leaves, [stored.SenderKey], OptOutReason.Asked, now, cancel) > 0)
            await OwnAct.AddAsync(connection, leaves, AuditEntry.ByCitizen, now, cancel);
        await transaction.CommitAsync(cancel);
        if (left is { } stops)
            await WorkerDatabase.OutOfDeadlockAsync(() => OptOutStop.RunAsync(connection, stops, [.. seal.Keys(E164(came.From))], now, cancel));
        return stored;
    }

    private static async Task<bool> InsertAsync(NpgsqlConnection connection, InboundText stored, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(StoreSql, connection);
        foreach (var value in new object?[] { stored.Id, stored.ServiceId, stored.Gateway, stored.Reference, stored.SentTo, stored.Sender, stored.SenderKey, stored.Text, stored.ReceivedAt })
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid } : new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync(cancel) is 1L;
    }

    /// <returns>With the length of the word by which the service is known; 0 where the number says enough.</returns>
    private async Task<(Guid? Service, int Word)> FindServiceAsync(string to, string keyword, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(RouteSql);
        command.Parameters.Add(new NpgsqlParameter { Value = to });
        command.Parameters.Add(new NpgsqlParameter { Value = keyword });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetGuid(0), reader.GetInt32(1)) : (null, 0);
    }

    /// <summary>Without an id of the gateway's: the same words of the same number within the same hour are the same text, told again. Keyed, so that it tells nothing.</summary>
    private string Reference(GatewayText came, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(came.Reference))
            return Cut(came.Reference.Trim().Replace("\0", "", StringComparison.Ordinal), InboundText.MaxReferenceLength);
        var whole = SHA256.HashData(Encoding.UTF8.GetBytes($"{seal.Key(E164(came.From))}\n{came.To}\n{came.Text}\n{now:yyyyMMddHH}"));
        return Convert.ToHexStringLower(whole.AsSpan(0, 16));
    }

    internal static string Keyword(string text)
    {
        var word = text.TrimStart().Split([' ', '\n', '\r', '\t', '.', ',', '!', ':'], 2)[0].ToUpperInvariant();
        return word.Length <= InboundNumber.MaxKeywordLength ? word : "";
    }

    private static string E164(string from) => Digits(from) is { Length: > 0 } digits ? "+" + Cut(digits, 19) : "+0";

    /// <summary>0031…, +31… and 31… are one number.</summary>
    internal static string Digits(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
