using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>What the stand-in and HTTP alone can do: calls in a loop with ready-made messages, receipts answered with nothing stored. No database at all.</summary>
internal static class BareLoop
{
    /// <returns>Receipts a second.</returns>
    public static async Task<double> RunAsync(Gateway gateway, int messagesPerCall, int callsAtOnce, TimeSpan length)
    {
        long receipts = 0;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var receiver = builder.Build();
        receiver.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            Interlocked.Increment(ref receipts);
        });
        await receiver.StartAsync();
        await gateway.ClearAsync();
        await gateway.ChangeAsync(new { receiptUrl = receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/r" });

        using var http = new HttpClient();
        using var end = new CancellationTokenSource(length);
        long sent = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callsAtOnce).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                // What keeps receipts from falling behind in the product, keeps them here.
                while (Interlocked.Read(ref sent) - Interlocked.Read(ref receipts) > 20_000)
                    await Task.Delay(1);
                using var request = messagesPerCall == 1
                    ? new HttpRequestMessage(HttpMethod.Post, gateway.SpryngUrl + "/messages") { Content = Json(SpryngBody()) }
                    : new HttpRequestMessage(HttpMethod.Post, gateway.CmUrl) { Content = Json(Body(messagesPerCall)) };
                request.Headers.Add("X-CM-PRODUCTTOKEN", "stand-in");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "stand-in");
                using var response = await http.SendAsync(request);
                await response.Content.CopyToAsync(Stream.Null);
                Interlocked.Add(ref sent, messagesPerCall);
            }
        })));
        var rate = Interlocked.Read(ref receipts) / clock.Elapsed.TotalSeconds;
        while (Interlocked.Read(ref receipts) < Interlocked.Read(ref sent) && clock.Elapsed < length + TimeSpan.FromSeconds(20))
            await Task.Delay(20);
        await gateway.ClearAsync();
        return rate;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string SpryngBody() =>
        $$"""{"originator":"Voorbeeld","recipients":["31610000000"],"body":"Beste mevrouw Van der Berg, uw AOW van \u20ac 1.234,00 staat op 23 november 2026 op uw rekening. Vragen? Bel 14 0123.","reference":"{{Guid.NewGuid():N}}","route":"business","encoding":"plain"}""";

    private static string Body(int messages)
    {
        var body = new StringBuilder("{\"messages\":{\"msg\":[");
        for (var i = 0; i < messages; i++)
        {
            body.Append(i == 0 ? "" : ",").Append("{\"allowedChannels\":[\"SMS\"],\"from\":\"Voorbeeld\",\"to\":[{\"number\":\"00316").Append(10_000_000 + i)
                .Append("\"}],\"body\":{\"type\":\"auto\",\"content\":\"Beste mevrouw Van der Berg, uw AOW van \\u20ac 1.234,00 staat op 23 november 2026 op uw rekening. Vragen? Bel 14 0123.\"},\"reference\":\"")
                .Append(Guid.NewGuid().ToString("N")).Append("\",\"minimumNumberOfMessageParts\":1,\"maximumNumberOfMessageParts\":8,\"validity\":\"2880m\"}");
        }

        return body.Append("]}}").ToString();
    }
}
