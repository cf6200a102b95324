extern alias simulator;

using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using simulator::NotifyNl.Simulator;
using simulator::NotifyNl.Simulator.Control;

namespace NotifyNl.Tests.Simulator;

/// <summary>A stand-in on a free port, a client for it, and an inbox to which its receipts go at once.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private StandIn(SimulatorHost host, ReceiptInbox inbox)
    {
        Host = host;
        Inbox = inbox;
        Http = new HttpClient { BaseAddress = new Uri(host.Address) };
        Http.DefaultRequestHeaders.Add("X-CM-PRODUCTTOKEN", "5f0ad2c2-0000-0000-0000-000000000000");
    }

    public SimulatorHost Host { get; }

    public ReceiptInbox Inbox { get; }

    public HttpClient Http { get; }

    public static async Task<StandIn> StartAsync(Behaviour? behaviour = null, SimulatorOptions? options = null)
    {
        var inbox = await ReceiptInbox.StartAsync();
        var host = await SimulatorHost.StartAsync((options ?? new()) with
        {
            Behaviour = behaviour ?? new Behaviour { ReceiptDelay = TimeSpan.Zero },
            CmReceiptUrl = inbox.Address + "/cm",
            SpryngReceiptUrl = inbox.Address + "/spryng?secret=s",
        });
        return new StandIn(host, inbox);
    }

    public static JsonObject Message(string number, string reference = "", string text = "Uw paspoort ligt klaar.", string from = "Gemeente") => new()
    {
        ["allowedChannels"] = new JsonArray("SMS"),
        ["from"] = from,
        ["to"] = new JsonArray(new JsonObject { ["number"] = number }),
        ["body"] = new JsonObject { ["type"] = "auto", ["content"] = text },
        ["reference"] = reference,
        ["maximumNumberOfMessageParts"] = 8,
    };

    public Task<HttpResponseMessage> PostAsync(params JsonObject[] messages) =>
        Http.PostAsJsonAsync("/cm/v1.0/message", new JsonObject { ["messages"] = new JsonObject { ["msg"] = new JsonArray([.. messages]) } });

    public async Task<JsonElement> AnswerAsync(params JsonObject[] messages)
    {
        using var response = await PostAsync(messages);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        await Inbox.DisposeAsync();
    }
}
