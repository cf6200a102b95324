using System.Net;
using System.Text;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>Every kind of answer bears our one policy, and HEAD is answered like GET.</summary>
[Collection(SharedPortal.Name)]
public sealed class AnswersTests(RunningPortal portal)
{
    [Fact]
    public async Task EveryKindOfAnswer_BearsTheOnePolicy_AlsoToHead()
    {
        using var nobody = new Visitor(portal.Address);
        using var member = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        using var reader = await Visitor.SignedInAsync(portal, "kijker@voorbeeld.nl");
        var send = await member.OpenSendPageAsync();
        var service = send[..45];
        await member.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "een.csv", Encoding.UTF8.GetBytes("telefoonnummer;aanhef;naam;bedrag;datum\r\n0612345678;de heer;X;1;2\r\n"));
        await member.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        var batch = member.Location.AbsolutePath[1..];

        foreach (var (who, path, status) in new (Visitor, string, HttpStatusCode)[]
        {
            (nobody, "", HttpStatusCode.Found),
            (nobody, "sign-in", HttpStatusCode.OK),
            (nobody, "app.css", HttpStatusCode.OK),
            (nobody, "_framework/blazor.web.js", HttpStatusCode.OK),
            (nobody, "health/live", HttpStatusCode.OK),
            (nobody, "health/ready", HttpStatusCode.OK),
            (nobody, "taal/en-GB", HttpStatusCode.Found),
            (nobody, service, HttpStatusCode.Found),
            (member, "bestaat-niet", HttpStatusCode.NotFound),
            (member, service, HttpStatusCode.OK),
            (member, send, HttpStatusCode.OK),
            (member, send.Replace("/send", "/example.xlsx", StringComparison.Ordinal), HttpStatusCode.OK),
            (member, batch, HttpStatusCode.OK),
            (member, batch + "/report.csv", HttpStatusCode.OK),
            (member, batch.Replace("/batches/", "/lists/", StringComparison.Ordinal), HttpStatusCode.Found),
            (member, $"services/{Guid.Empty}", HttpStatusCode.NotFound),
            (reader, service + "/settings", HttpStatusCode.Forbidden),
        })
        {
            using var get = await who.AskAsync(HttpMethod.Get, path);
            using var head = await who.AskAsync(HttpMethod.Head, path);
            Assert.True(get.StatusCode == status && head.StatusCode == status, $"{path}: GET {get.StatusCode}, HEAD {head.StatusCode}");
            Assert.All([get, head], answer => AssertPolicy(path, answer));
            Assert.Equal((path, get.Content.Headers.ContentType, get.Headers.Location), (path, head.Content.Headers.ContentType, head.Headers.Location));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("POST", "sign-in", HttpStatusCode.BadRequest)] // without its token
    [InlineData("PUT", "sign-in", HttpStatusCode.Found)] // nobody is told what there is
    [InlineData("POST", "gateways/cm/receipts/een-verkeerd-geheim", HttpStatusCode.NotFound)]
    [InlineData("POST", "sign-out", HttpStatusCode.Found)]
    public async Task OtherMethods_BearItToo(string method, string path, HttpStatusCode status)
    {
        using var nobody = new Visitor(portal.Address);
        using var answer = await nobody.AskAsync(new HttpMethod(method), path);
        Assert.Equal(status, answer.StatusCode);
        AssertPolicy(path, answer);
    }

    [Fact]
    public async Task AFaultOfOurs_IsAPageInDutch_WithThePolicy()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await portal.Postgres.ExecuteAsync("alter table sms_senders rename to sms_senders_away");
        try
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var answer = await visitor.AskAsync(method, send);
                Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
                AssertPolicy(send, answer);
            }

            await visitor.GetAsync(send);
            Assert.Contains("Er ging iets mis", visitor.Page, StringComparison.Ordinal);
            Assert.DoesNotContain("sms_senders", visitor.Page, StringComparison.Ordinal);
        }
        finally
        {
            await portal.Postgres.ExecuteAsync("alter table sms_senders_away rename to sms_senders");
        }
    }

    private static void AssertPolicy(string path, HttpResponseMessage answer)
    {
        Assert.True(answer.Headers.TryGetValues("Content-Security-Policy", out var found), $"{path} ({answer.StatusCode}) bears no policy.");
        Assert.Equal(Web.Security.ResponseHeaders.ContentSecurityPolicy, Assert.Single(found));
        Assert.DoesNotContain("unsafe", found.Single(), StringComparison.Ordinal);
    }
}
