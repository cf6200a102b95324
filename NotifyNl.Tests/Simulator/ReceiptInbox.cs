using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NotifyNl.Tests.Simulator;

/// <summary>Where receipts come in.</summary>
internal sealed class ReceiptInbox : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Method, string Target, string Body)> calls = new();
    private readonly WebApplication app;

    private ReceiptInbox()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            context.Response.StatusCode = Status;
            calls.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString, body));
        });
    }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public string Address { get; private set; } = "";

    public IReadOnlyList<(string Method, string Target, string Body)> Calls => [.. calls];

    /// <summary>The CM.com reports that came in: reference and status code, in order.</summary>
    public IReadOnlyList<(string Reference, string Code)> Reports => [.. calls.Select(call =>
    {
        var message = JsonDocument.Parse(call.Body).RootElement.GetProperty("messages").GetProperty("msg");
        return (message.GetProperty("reference").GetString()!, message.GetProperty("status").GetProperty("code").GetString()!);
    })];

    public static async Task<ReceiptInbox> StartAsync()
    {
        var inbox = new ReceiptInbox();
        await inbox.app.StartAsync();
        inbox.Address = inbox.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return inbox;
    }

    /// <summary>Waits until this many calls came in.</summary>
    public async Task ReceivedAsync(int count)
    {
        for (var tries = 0; calls.Count < count && tries < 500; tries++)
            await Task.Delay(10);
        Assert.Equal(count, calls.Count);
    }

    /// <summary>Long enough for a receipt that should not have come.</summary>
    public async Task StaysAtAsync(int count)
    {
        await Task.Delay(400);
        Assert.Equal(count, calls.Count);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
