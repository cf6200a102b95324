using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyNl.Benchmarks.Rig;

/// <summary>What the stand-in has on record: the one truth of what was accepted.</summary>
internal sealed record GatewayCounts(long Requests, long Accepts, long DistinctReferences, long Duplicates, long ReceiptsSent, long ReceiptsAcknowledged, long ReceiptsWaiting, long ReceiptsGivenUp);

/// <summary>A reference that was accepted more than once.</summary>
internal sealed record GatewayDuplicate(string Reference, string Number, int Times);

internal sealed record GatewayMessage(string Reference, DateTimeOffset ReceivedAt);

/// <summary>The stand-in gateway in its own process, steered and read over its own HTTP.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly ChildProcess process;

    private Gateway(string address, ChildProcess process) => (Address, this.process, http) = (address, process, new HttpClient { BaseAddress = new Uri(address) });

    public string Address { get; }

    public int ProcessId => process.Id;

    public string CmUrl => $"{Address}/cm/v1.0/message";

    public string SpryngUrl => $"{Address}/spryng/v1";

    public static async Task<Gateway> StartAsync(string folder)
    {
        var log = Path.Combine(folder, "gateway.log");
        var process = await ChildProcess.StartAsync("NotifyNl.Simulator", log, new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Simulator__Port"] = "0",
            // With half of them the receipts of the delivery bench wait for commits, not for the machine: 3,240 a second beside 3,550–3,750.
            ["Simulator__ReceiptConnections"] = "64",
        });
        const string Announcement = "Stand-in gateway: ";
        for (var tries = 0; tries < 600 && process.Running; tries++)
        {
            var line = process.Output.Split('\n').FirstOrDefault(l => l.StartsWith(Announcement, StringComparison.Ordinal));
            if (line is not null)
                return new Gateway(line[Announcement.Length..].TrimEnd('/', '\r'), process);
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The stand-in gateway does not start:\n{process.Output}");
    }

    /// <summary>The node that receipts go to.</summary>
    private string? receiver;

    public Task SendReceiptsToAsync(string node)
    {
        receiver = node;
        return EachAsync(url => new JsonObject { ["receiptUrl"] = url });
    }

    /// <summary>From this moment on it behaves so, and else as at its start. In one step: what it accepted while it knew no receiver would never get a receipt.</summary>
    public Task BehaveAsync(object behaviour) => EachAsync(
        url =>
        {
            var all = JsonSerializer.SerializeToNode(behaviour)!.AsObject();
            all["receiptUrl"] = url;
            return all;
        },
        "?afresh");

    private async Task EachAsync(Func<string?, JsonObject> behaviour, string query = "")
    {
        foreach (var gateway in new[] { "cm", "spryng" })
            await ChangeAsync(behaviour(receiver is null ? null : $"{receiver}/gateways/{gateway}/receipts/{Stand.Secret}"), gateway + query);
    }

    /// <param name="behaviour">The properties to set; the others stay as they are.</param>
    /// <param name="only">The gateway that it is for; all where it is null.</param>
    public async Task ChangeAsync(object behaviour, string? only = null)
    {
        using var response = await http.PostAsJsonAsync(only is null ? "/control" : $"/control/{only}", behaviour);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    public async Task ResetAsync() => (await http.PostAsync("/control/reset", null)).EnsureSuccessStatusCode().Dispose();

    public async Task ClearAsync() => (await http.PostAsync("/record/clear", null)).EnsureSuccessStatusCode().Dispose();

    public async Task<GatewayCounts> CountsAsync() => (await http.GetFromJsonAsync<GatewayCounts>("/record/counts", JsonSerializerOptions.Web))!;

    public async Task<GatewayDuplicate[]> DuplicatesAsync() => (await http.GetFromJsonAsync<GatewayDuplicate[]>("/record/duplicates", JsonSerializerOptions.Web))!;

    public async Task<GatewayMessage[]> MessagesAsync(string number) =>
        (await http.GetFromJsonAsync<GatewayMessage[]>($"/record/messages?number={Uri.EscapeDataString(number)}", JsonSerializerOptions.Web))!;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.KillAsync();
    }
}
