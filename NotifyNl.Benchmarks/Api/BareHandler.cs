using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NotifyNl.Benchmarks.Rig;
using NotifyNl.Data;
using Npgsql;

namespace NotifyNl.Benchmarks.Api;

/// <summary>
/// The limit: a minimal API handler that reads a body and does one INSERT, of a row as wide as ours, in a table with our indexes; and one that does one SELECT.
/// No key, no limit, no template, no seal. A process of its own, as ours is.
/// </summary>
internal sealed class BareHandler
{
    private BareHandler(string address, ApiCaller caller, Guid id)
    {
        Address = address;
        Get = () => Encoding.ASCII.GetBytes($"GET /bare/{id} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Post = () => Encoding.ASCII.GetBytes($"POST /bare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {caller.Body.Length}\r\n\r\n{caller.Body}");
    }

    public string Address { get; }

    public Func<byte[]> Post { get; }

    public Func<byte[]> Get { get; }

    /// <summary>Starts it and returns when it answers.</summary>
    public static async Task<BareHandler> StartAsync(Stand stand, ApiCaller caller)
    {
        await stand.ExecuteAsync("create table bare_messages (like notifications including all); grant select, insert on bare_messages to notify_worker");
        var port = Node.FreePort();
        var log = Path.GetTempFileName();
        var process = await ChildProcess.StartAsync("NotifyNl.Benchmarks", log, new Dictionary<string, string>
        {
            [Setting("Worker")] = stand.Worker,
            [Setting("Port")] = port.ToString(CultureInfo.InvariantCulture),
            // As the web node has it.
            ["DOTNET_gcServer"] = "1",
            ["DOTNET_gcConcurrent"] = "1",
        }, arguments: ["api-bare"]);
        using var http = new HttpClient();
        for (var give = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < give; await Task.Delay(50))
        {
            try
            {
                using var made = await http.PostAsync($"http://127.0.0.1:{port}/bare", new StringContent(caller.Body, Encoding.UTF8, "application/json"));
                return new BareHandler($"http://127.0.0.1:{port}", caller, JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetGuid());
            }
            catch (HttpRequestException) when (process.Running)
            {
                // Not listening yet.
            }
        }

        throw new InvalidOperationException($"The bare handler does not start:\n{process.Output}");
    }

    /// <summary>The process itself.</summary>
    public static async Task<int> RunAsync()
    {
        await using var database = WorkerDatabase.Open(Environment.GetEnvironmentVariable(Setting("Worker"))!);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable(Setting("Port"))!, CultureInfo.InvariantCulture)));
        var app = builder.Build();
        app.MapPost("/bare", async (SmsBody body) => Results.Created("/", new { id = await InsertAsync(database, body) }));
        app.MapGet("/bare/{id:guid}", async (Guid id) =>
        {
            await using var command = database.CreateCommand("select id, recipient, personalisation, status, created_at from bare_messages where id = $1");
            command.Parameters.Add(new NpgsqlParameter { Value = id });
            await using var reader = await command.ExecuteReaderAsync();
            return await reader.ReadAsync() ? Results.Ok(new { id = reader.GetGuid(0), status = reader.GetInt16(3), created_at = reader.GetDateTime(4), bytes = reader.GetFieldValue<byte[]>(2) }) : Results.NotFound();
        });
        await app.RunAsync();
        return 0;
    }

    private static string Setting(string name) => $"NotifyNl_Bare_{name}";

    private static async Task<Guid> InsertAsync(NpgsqlDataSource database, SmsBody body)
    {
        var id = Guid.CreateVersion7();
        await using var command = database.CreateCommand(
            """
            insert into bare_messages (id, service_id, pinned_template_id, lane, recipient, recipient_key, recipient_as_typed, personalisation, parts, created_at, status, queued, attempts, api_key_id, key_type)
            values ($1, $2, $3, 1, $4, $5, $6, $7, 1, now(), 0, true, 0, $3, 0)
            """);
        foreach (var value in new object[] { id, Guid.Empty, body.template_id, new byte[41], Guid.NewGuid(), new byte[39], new byte[100] })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    /// <summary>Named as on the wire.</summary>
    private sealed record SmsBody(string phone_number, Guid template_id, Dictionary<string, JsonElement>? personalisation, string? reference);
}
