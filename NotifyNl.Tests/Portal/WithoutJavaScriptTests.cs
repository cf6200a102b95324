using System.Net;
using System.Text;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>The whole way by HTTP alone, and what must go wrong well.</summary>
[Collection("One running portal at a time: two cores carry no more")]
public sealed class WithoutJavaScriptTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    [Fact]
    public async Task AList_BecomesOneBatch_HoweverOftenThePressIsRepeated()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await SendPageAsync(visitor);
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "aow-betaaldag.xlsx", await File.ReadAllBytesAsync(RunningPortal.Sample("aow-betaaldag.xlsx")));
        Assert.Contains("Verstuur 60 sms'jes", visitor.Page, StringComparison.Ordinal);
        var list = visitor.Location.AbsolutePath.TrimStart('/');

        // B23: pressed, reloaded, pressed again from a page that was still open.
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        Assert.Contains("/batches/", visitor.Location.AbsolutePath, StringComparison.Ordinal);
        var batch = visitor.Location.AbsolutePath;
        await visitor.GetAsync(list);
        Assert.Equal(batch, visitor.Location.AbsolutePath);

        await EventuallyAsync(async () =>
        {
            await visitor.GetAsync(batch.TrimStart('/') + "?status=delivered");
            return visitor.Page.Contains(">60</strong><span>bezorgd", StringComparison.Ordinal);
        });
        Assert.Equal(60, portal.Gateway.Record.Counts().Accepts);
        Assert.Equal(0, portal.Gateway.Record.Counts().Duplicates);
    }

    [Theory]
    [InlineData("plaatje.xlsx", "iVBORw0KGgo")]
    [InlineData("leeg.csv", "")]
    [InlineData("brief.pdf", "JVBERi0x")]
    public async Task AFileThatIsNoList_IsRefusedOnThePageWhereItHappened(string name, string base64)
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await SendPageAsync(visitor);
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), name, Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("role=\"alert\"", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Uploaden en controleren", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await portal.Postgres.ReadAsync<long>("select count(*) from uploads where file_name = $1", name));
    }

    [Fact]
    public async Task AFormWithoutItsToken_StoresNothing()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await SendPageAsync(visitor);
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "zonder-bewijs.csv", Encoding.UTF8.GetBytes("telefoonnummer;aanhef;naam;bedrag;datum\r\n0612345678;de heer;X;1;2\r\n"), token: "x");
        Assert.Contains("verlopen", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await portal.Postgres.ReadAsync<long>("select count(*) from uploads where file_name = 'zonder-bewijs.csv'"));
    }

    [Fact]
    public async Task AMoment_InThePast_IsRefusedWithASentence()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var send = await SendPageAsync(visitor);
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

    [Theory]
    [InlineData("sign-in")]
    [InlineData("")]
    [InlineData("bestaat-niet")]
    [InlineData("health/live")]
    public async Task EveryAnswer_BearsTheOnePolicy(string path)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(portal.Address + "/") };
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var response = await http.SendAsync(new HttpRequestMessage(method, path));
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.NotEqual(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        }
    }

    private static async Task<string> SendPageAsync(Visitor visitor)
    {
        await visitor.GetAsync("");
        await visitor.GetAsync(visitor.Link("services/[0-9a-f-]{36}") + "/templates");
        var send = visitor.Link("services/[0-9a-f-]{36}/templates/[0-9a-f-]{36}") + "/send";
        await visitor.GetAsync(send);
        return send;
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
