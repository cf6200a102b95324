using System.Globalization;
using System.Text;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>What a person can do with a list and with a sending, by plain forms.</summary>
[Collection(SharedPortal.Name)]
public sealed class BatchPageTests(RunningPortal portal)
{
    private const string Heads = "telefoonnummer;aanhef;naam;bedrag;datum\r\n";

    [Fact]
    public async Task APlannedSending_TellsItsMoment_AndCanBeStopped()
    {
        using var visitor = await ReadyAsync("gepland.csv", "0612345678;de heer;X;1;2\r\n");
        var day = DateTime.Now.AddDays(3);
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "later", ["Send.Date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["Send.Time"] = "9.30" });
        Assert.Contains($"Ingepland voor {day.ToString("dddd d MMMM yyyy", CultureInfo.GetCultureInfo("nl-NL"))} om 09:30", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("De berichten gaan op het gekozen moment weg", visitor.Page, StringComparison.Ordinal);

        await visitor.SubmitAsync("stop-batch", []);
        Assert.Contains("Gestopt op", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Stop deze verzending", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await portal.Postgres.ReadAsync<long>("select count(*) from notifications n join batches b on b.id = n.batch_id where b.name = 'gepland.csv'"));
    }

    [Fact]
    public async Task ATestMessage_GoesToTheNumberThatWasFilledIn_Once()
    {
        using var visitor = await ReadyAsync("proef.csv", "0612345678;de heer;X;1;2\r\n");
        await visitor.SubmitAsync("send-test", new() { ["Test.Number"] = "" });
        Assert.Contains("Vul uw mobiele nummer in", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("send-test", new() { ["Test.Number"] = "020 1234567" });
        Assert.Contains("Dit is een vast nummer", visitor.Page, StringComparison.Ordinal);

        await visitor.SubmitAsync("send-test", new() { ["Test.Number"] = "06 40 00 00 01" });
        Assert.Contains("Het proefbericht is onderweg naar uw telefoon", visitor.Page, StringComparison.Ordinal);
        // A reload of this page posts nothing again.
        Assert.Contains("proef=1", visitor.Location.Query, StringComparison.Ordinal);
        await EventuallyAsync(() => Task.FromResult(portal.Gateway.Record.Messages("0640000001").Count > 0));
        Assert.Equal("Uw uitkering: Beste de heer X, uw AOW van 1 staat op 2 op uw rekening. Vragen? Bel 14 0123.", Assert.Single(portal.Gateway.Record.Messages("0640000001")).Text);
    }

    [Fact]
    public async Task WhatNobodyKnowsOf_IsListedAsUncertain_AndIsSentAgainByAPress()
    {
        using var visitor = await ReadyAsync("onzeker.csv", "0640000002;de heer;X;1;2\r\n");
        portal.Gateway.Control.Change(behaviour => behaviour with { Http500 = 1 });
        try
        {
            await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
            var page = visitor.Location.AbsolutePath[1..];
            await EventuallyAsync(async () =>
            {
                await visitor.GetAsync(page);
                return visitor.Page.Contains("Verstuur 1 onzeker bericht opnieuw", StringComparison.Ordinal);
            });
        }
        finally
        {
            portal.Gateway.Control.Change(behaviour => behaviour with { Http500 = 0 });
        }

        Assert.Empty(portal.Gateway.Record.Messages("0640000002"));
        await visitor.SubmitAsync("resend-batch", []);
        Assert.Contains("1 bericht staat weer in de wachtrij", visitor.Page, StringComparison.Ordinal);
        await EventuallyAsync(() => Task.FromResult(portal.Gateway.Record.Messages("0640000002").Count == 1));
    }

    private async Task<Visitor> ReadyAsync(string name, string rows)
    {
        var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), name, Encoding.UTF8.GetBytes(Heads + rows));
        return visitor;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await condition())
                return;
            await Task.Delay(200);
        }

        Assert.Fail("It did not happen within 40 seconds.");
    }
}
