using System.Net;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>What platform admins see of the gateways and do to them, what senders see of it, and the figures for those who measure.</summary>
[Collection(SharedPortal.Name)]
public sealed class StatusPageTests(RunningPortal portal)
{
    [Fact]
    public async Task Gateway_ShutAndOpened_OnlyByAPlatformAdmin()
    {
        using var sender = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        await sender.GetAsync("platform/status");
        Assert.Equal(HttpStatusCode.Forbidden, sender.Status);

        using var admin = await Visitor.SignedInAsync(portal, "platform@voorbeeld.nl");
        await UntilAsync(async () =>
        {
            await admin.GetAsync("platform/status");
            return admin.Page.Contains("Gateway cm dichtzetten", StringComparison.Ordinal);
        });
        await postgres("insert into gateway_minutes (gateway, minute, calls, failed_calls, call_milliseconds, accepted, refused, deferred, unknown, receipts, receipts_in_time, receipt_seconds) "
            + "values ('cm', date_trunc('minute', now()), 2, 0, 40, 200, 0, 0, 0, 0, 0, 0) on conflict do nothing");
        await admin.SubmitAsync("switch-cm", []);

        Assert.Contains("Gateway cm is dichtgezet.", admin.Page, StringComparison.Ordinal);
        Assert.Contains("met de hand dichtgezet", admin.Page, StringComparison.Ordinal);
        Assert.InRange(await portal.Postgres.ReadAsync<long>("select count(*) from audit_entries where action = 'gateway-shut' and subject = 'cm'"), 1, 2);

        await sender.GetAsync("");
        await UntilAsync(async () =>
        {
            await sender.GetAsync(sender.Link("/?services/[0-9a-f-]+").TrimStart('/') is { Length: > 0 } link ? link : sender.Location.AbsolutePath.TrimStart('/'));
            return sender.Page.Contains("Er is een storing bij de sms-gateway.", StringComparison.Ordinal);
        });

        await admin.GetAsync("platform/status");
        await admin.SubmitAsync("switch-cm", []);
        Assert.Contains("Gateway cm is weer open.", admin.Page, StringComparison.Ordinal);

        Task postgres(string sql) => portal.Postgres.ExecuteAsync(sql);
    }

    [Fact]
    public async Task Metrics_NotConfigured_AreNotThere()
    {
        using var http = new HttpClient();

        var answer = await http.GetAsync($"{portal.Address}/metrics");

        Assert.DoesNotContain("notify_queue", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); !await holds(); await Task.Delay(250))
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), "It does not come true.");
    }
}
