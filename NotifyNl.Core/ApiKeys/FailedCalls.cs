using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.ApiKeys;

/// <summary>A call that is answered with an error, as it is noted down.</summary>
/// <param name="Body">The answer: its errors are read later, by the writer.</param>
public sealed record RefusedCall(Guid ServiceId, Guid ApiKeyId, string Method, string Path, int Status, ReadOnlyMemory<byte> Body, string RequestId, DateTimeOffset At);

/// <summary>
/// Notes refused calls down for the developers of a service. Beside the call and never in its way: a source system gone wild costs a write a second, and what comes on top of
/// that is not noted.
/// </summary>
public sealed class FailedCalls([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal, ILogger<FailedCalls> logger) : BackgroundService
{
    private const int MostASecond = 200;
    private const int MaxMessageLength = 1_000;

    private const string Sql = """
        insert into failed_calls (service_id, api_key_id, at, method, path, status, error, message, request_id)
        select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::bytea[], $9::text[])
        """;

    private readonly Channel<RefusedCall> queue = Channel.CreateBounded<RefusedCall>(new BoundedChannelOptions(MostASecond) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Note(RefusedCall call) => queue.Writer.TryWrite(call);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            var calls = new List<RefusedCall>();
            while (queue.Reader.TryRead(out var call))
                calls.Add(call);
            try
            {
                await WriteAsync(calls, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning("{Count} refused calls are not noted ({Failure})", calls.Count, e.GetType().Name);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    internal async Task WriteAsync(IReadOnlyList<RefusedCall> calls, CancellationToken cancel)
    {
        var errors = calls.Select(c => Error(c.Body)).ToArray();
        await using var command = database.CreateCommand(Sql);
        Add(calls.Select(c => c.ServiceId).ToArray());
        Add(calls.Select(c => c.ApiKeyId).ToArray());
        Add(calls.Select(c => c.At).ToArray());
        Add(calls.Select(c => c.Method).ToArray());
        Add(calls.Select(c => Cut(c.Path, FailedCall.MaxPathLength)).ToArray());
        Add(calls.Select(c => (short)c.Status).ToArray());
        Add(errors.Select(e => Cut(e.Name, FailedCall.MaxErrorLength)).ToArray());
        Add(calls.Select((c, i) => seal.Seal(c.ServiceId, Cut(errors[i].Message, MaxMessageLength))).ToArray());
        Add(calls.Select(c => c.RequestId).ToArray());
        await command.ExecuteNonQueryAsync(cancel);

        void Add(object values) => command.Parameters.Add(new NpgsqlParameter { Value = values });
    }

    /// <summary>The class of the first error and the messages of all.</summary>
    private static (string Name, string Message) Error(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        if (!json.RootElement.TryGetProperty("errors", out var errors) || errors.GetArrayLength() == 0)
            return ("", "");
        return (errors[0].GetProperty("error").GetString() ?? "", string.Join("; ", errors.EnumerateArray().Select(e => e.GetProperty("message").GetString())));
    }

    // A name in an address is the caller's: it may hold what no database takes.
    private static string Cut(string text, int length) => (text.Length <= length ? text : text[..length]).Replace("\0", "", StringComparison.Ordinal);
}
