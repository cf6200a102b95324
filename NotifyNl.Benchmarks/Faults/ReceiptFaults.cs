using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using NotifyNl.Benchmarks.Rig;

namespace NotifyNl.Benchmarks.Faults;

/// <summary>What may be wrong with receipts.</summary>
internal static class ReceiptFaults
{
    public static IEnumerable<Fault> All =>
    [
        From("receipts-doubled", "F19", new { doubledReceipts = 1.0 }),
        From("receipts-disordered", "F20", new { disorderedReceipts = 1.0 }),
        From("receipts-early", "F21", new { earlyReceipts = 0.5 }),
        From("receipts-unknown", "F22", new { unknownReceipts = 1.0 }, async trial =>
        {
            if (await trial.Stand.ReadAsync<long>("select count(*) from receipts where notification_id is null") < trial.Expected)
                throw new BreachException("receipts for unknown references were not kept");
        }),
        new("receipts-forged", "F22", ForgeAsync),
        new("receipts-flood", "F22", FloodAsync),
    ];

    private static Fault From(string name, string covers, object behaviour, Func<Trial, Task>? after = null) => new(name, covers, async trial =>
    {
        await trial.Gateway.ChangeAsync(behaviour);
        await trial.PressAsync();
        await trial.UntilSettledAsync();
        if (after is not null)
            await after(trial);
    });

    /// <summary>Somebody who does not know the secret says of real messages that they failed.</summary>
    private static async Task ForgeAsync(Trial trial)
    {
        await trial.PressAsync();
        await trial.UntilAcceptedAsync(0.1);
        var ids = await trial.Stand.ReadAsync<Guid[]>("select array_agg(id) from (select id from notifications limit 500) r");
        using var http = new HttpClient();
        foreach (var id in ids)
        {
            var status = await PostAsync(http, $"{trial.Nodes[0].Address}/gateways/cm/receipts/een-geraden-geheim-van-niets", id.ToString("N"), code: "1");
            if (status != HttpStatusCode.NotFound)
                throw new BreachException($"a receipt with a guessed secret was answered with {(int)status}");
        }
    }

    /// <summary>Twice as many receipts as we send, for references that nobody gave; the real ones come through all the same.</summary>
    private static async Task FloodAsync(Trial trial)
    {
        await trial.PressAsync();
        await trial.UntilAcceptedAsync(0.1);
        using var http = new HttpClient();
        var refused = 0;
        var (url, posts) = ($"{trial.Nodes[0].Address}/gateways/cm/receipts/{Stand.Secret}", trial.Messages / 2);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(line => Task.Run(async () =>
        {
            for (var i = line; i < posts; i += 32)
            {
                if (await PostAsync(http, url, Guid.NewGuid().ToString("N"), code: "2") != HttpStatusCode.OK)
                    Interlocked.Increment(ref refused);
            }
        })));
        if (refused > 0)
            throw new BreachException($"{refused} receipts of a flood were not stored");
        trial.Remark = string.Create(CultureInfo.InvariantCulture, $"{posts} foreign receipts stored meanwhile");
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string url, string reference, string code)
    {
        using var body = JsonContent.Create(new { messages = new { msg = new { reference, status = new { code, errorCode = "23" } } } });
        using var response = await http.PostAsync(url, body);
        return response.StatusCode;
    }
}
