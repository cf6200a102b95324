using System.Net;
using System.Text;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>The whole way by HTTP alone, and what must go wrong well.</summary>
[Collection(SharedPortal.Name)]
public sealed class WithoutJavaScriptTests(RunningPortal portal)
{
    [Fact]
    public async Task AList_BecomesOneBatch_HoweverOftenThePressIsRepeated()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "aow-betaaldag.xlsx", await File.ReadAllBytesAsync(RunningPortal.Sample("aow-betaaldag.xlsx")));
        Assert.Contains("Verstuur 60 sms'jes", visitor.Page, StringComparison.Ordinal);
        var list = visitor.Location.AbsolutePath.TrimStart('/');

        // B23: pressed, reloaded, pressed again from a page that was still open.
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        Assert.Contains("/batches/", visitor.Location.AbsolutePath, StringComparison.Ordinal);
        var batch = visitor.Location.AbsolutePath;
        await visitor.GetAsync(list);
        Assert.Equal(batch, visitor.Location.AbsolutePath);
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from batches where id = $1", Guid.Parse(batch[^36..])));

        await EventuallyAsync(async () =>
        {
            await visitor.GetAsync(batch.TrimStart('/') + "?status=delivered");
            return visitor.Page.Contains(">60</strong><span>bezorgd", StringComparison.Ordinal);
        });
        Assert.Equal(60L, await portal.Postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1", Guid.Parse(batch[^36..])));
        Assert.Equal(0, portal.Gateway.Record.Counts().Duplicates);
    }

    [Fact]
    public async Task TwoTabs_PressAtTheSameMoment_AndMakeOneBatch()
    {
        using var first = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        using var second = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var send = await first.OpenSendPageAsync();
        await first.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "twee-tabbladen.csv", Encoding.UTF8.GetBytes("telefoonnummer;aanhef;naam;bedrag;datum\r\n0612345678;de heer;X;1;2\r\n"));
        await second.GetAsync(first.Location.AbsolutePath[1..]);
        using var late = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        await late.GetAsync(first.Location.AbsolutePath[1..]);

        await Task.WhenAll(new[] { first, second }.Select(tab => tab.SubmitAsync("send-batch", new() { ["Send.When"] = "now" })));
        await late.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });

        Assert.All([first, second, late], tab => Assert.Contains("/batches/", tab.Location.AbsolutePath, StringComparison.Ordinal));
        Assert.All([first, second, late], tab => Assert.Equal(HttpStatusCode.OK, tab.Status));
        Assert.Equal(1L, await portal.Postgres.ReadAsync<long>("select count(*) from batches where name = 'twee-tabbladen.csv'"));
    }

    [Fact]
    public async Task AFormWithoutItsToken_StoresNothing()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "zonder-bewijs.csv", Encoding.UTF8.GetBytes("telefoonnummer;aanhef;naam;bedrag;datum\r\n0612345678;de heer;X;1;2\r\n"), token: "x");
        Assert.Contains("verlopen", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await portal.Postgres.ReadAsync<long>("select count(*) from uploads where file_name = 'zonder-bewijs.csv'"));
    }

    [Fact]
    public async Task AMoment_InThePast_IsRefusedWithASentence()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "een.csv", Encoding.UTF8.GetBytes("telefoonnummer;aanhef;naam;bedrag;datum\r\n0612345678;de heer;X;1;2\r\n"));
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "later", ["Send.Date"] = "2020-01-01", ["Send.Time"] = "09:00" });
        Assert.Contains("Dat moment is al voorbij", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "later", ["Send.Date"] = "morgen", ["Send.Time"] = "09:00" });
        Assert.Contains("Vul een datum in", visitor.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kijker@voorbeeld.nl", "settings", HttpStatusCode.Forbidden)]
    [InlineData("platform@voorbeeld.nl", "batches", HttpStatusCode.Forbidden)]
    public async Task WhoMayNot_IsTurnedAway(string email, string page, HttpStatusCode expected)
    {
        using var member = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var service = member.Link("services/[0-9a-f-]{36}");
        using var visitor = await Visitor.SignedInAsync(portal, email);
        await visitor.GetAsync($"{service}/{page}");
        Assert.Equal(expected, visitor.Status);
        await member.GetAsync($"{service}/{page}");
        Assert.Equal(HttpStatusCode.OK, member.Status);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await condition())
                return;
            await Task.Delay(300);
        }

        Assert.Fail("It did not happen within 30 seconds.");
    }
}
