using System.Text;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Browser;

/// <summary>The way of a message on its page, the status page of platform admins, and what a sender sees of an outage.</summary>
[Collection(SharedPortal.Name)]
public sealed class DeliveryPagesTests(RunningPortal portal)
{
    [Fact]
    public async Task MessageWithTwoAttempts_ShowsThemAndItsReceipt()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var template = await visitor.OpenDemoTemplateAsync();
        await visitor.GetAsync(template + "/send");
        await visitor.UploadAsync(template + "/lists", "twee-pogingen.csv", Encoding.UTF8.GetBytes("telefoonnummer;aanhef;naam;bedrag;datum\r\n0612345678;mevrouw;De Boer;€ 1;1 mei\r\n"));
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        var batch = visitor.Location.AbsolutePath.TrimStart('/');
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); !visitor.Page.Contains("De verzending is klaar", StringComparison.Ordinal); await Task.Delay(200))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30));
            await visitor.GetAsync(batch);
        }

        await portal.Postgres.ExecuteAsync(
            "insert into attempts (notification_id, begun_at, service_id, gateway, ended_at, outcome, reason) select id, begun_at - interval '3 seconds', service_id, 'cm', begun_at - interval '2 seconds', 3, 'gateway-busy' from notifications where batch_id = $1",
            Guid.Parse(batch.Split('/')[^1]));
        var page = await Chromium.OpenAsync();
        await page.SignInAsync(portal, "beheerder@voorbeeld.nl");

        await page.GotoAsync($"{portal.Address}/{visitor.Link(batch + "/messages/[0-9a-f-]{36}")}");
        var text = await page.Locator("main").InnerTextAsync();
        Assert.Contains("Uitgesteld De gateway heeft het te druk", text, StringComparison.Ordinal);
        Assert.Contains("Aangenomen", text, StringComparison.Ordinal);
        Assert.Contains("Bezorgberichten", text, StringComparison.Ordinal);
        await page.LookAsync("bericht-met-pogingen");
    }

    [Fact]
    public async Task StatusPage_ShutAndOpen_AndTheSenderIsTold()
    {
        await portal.Postgres.ExecuteAsync(
            """
            insert into gateway_minutes (gateway, minute, calls, failed_calls, call_milliseconds, accepted, refused, deferred, unknown, receipts, receipts_in_time, receipt_seconds)
            values ('cm', date_trunc('minute', now()) - interval '30 minutes', 1204, 3, 30100, 120400, 40, 200, 100, 118000, 117500, 300000) on conflict do nothing
            """);
        await portal.Postgres.ExecuteAsync("insert into receipts (gateway, code, reference, received_at) values ('cm', '2', 'van-een-ander', now())");
        var admin = await Chromium.OpenAsync();
        await admin.SignInAsync(portal, "platform@voorbeeld.nl");
        var sender = await Chromium.OpenAsync();
        await sender.SignInAsync(portal, "beheerder@voorbeeld.nl");
        await admin.Locator("a[href='platform/status']").ClickAsync();
        await admin.LookAsync("status");

        await admin.Locator("button:has-text('Gateway cm dichtzetten')").ClickAsync();
        Assert.Contains("Gateway cm is dichtgezet.", await admin.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await admin.LookAsync("status-dicht");
        await sender.Locator("main a[href^='services/']").First.ClickAsync();
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); !(await sender.Locator("main").InnerTextAsync()).Contains("Er is een storing bij de sms-gateway", StringComparison.Ordinal); await sender.ReloadAsync())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(15));
            await Task.Delay(500);
        }

        await sender.LookAsync("overzicht-storing");
        await admin.Locator("button:has-text('Gateway cm weer openzetten')").ClickAsync();
        Assert.Contains("Gateway cm is weer open.", await admin.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }
}
