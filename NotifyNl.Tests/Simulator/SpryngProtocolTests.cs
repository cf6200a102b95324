extern alias simulator;

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using simulator::NotifyNl.Simulator.Gateways;

namespace NotifyNl.Tests.Simulator;

public sealed class SpryngProtocolTests
{
    [Fact]
    public async Task GoodMessage_IsAcceptedAndReported()
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await PostAsync(standIn, "31612345678");
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("ref-1", answer.GetProperty("reference").GetString());
        Assert.True(Guid.TryParse(answer.GetProperty("id").GetString(), out _));
        Assert.Equal(GatewayName.Spryng, Assert.Single(standIn.Host.Record.Messages("0612345678")).Gateway);
        await standIn.Inbox.ReceivedAsync(1);
        Assert.Equal(("GET", "/spryng?secret=s&STATUS=10&REASONCODE=0&REFERENCE=ref-1", ""), standIn.Inbox.Calls[0]);
    }

    [Theory]
    [InlineData("31699000002", "STATUS=20&REASONCODE=21")]
    [InlineData("31699000003", "STATUS=20&REASONCODE=20")]
    public async Task FailedMessage_IsReportedWithItsReason(string number, string report)
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await PostAsync(standIn, number);

        await standIn.Inbox.ReceivedAsync(1);
        Assert.Contains(report, standIn.Inbox.Calls[0].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("31699000004")]
    [InlineData("+31612345678")]
    [InlineData("0612345678")]
    public async Task WrongNumber_IsRefused(string number)
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await PostAsync(standIn, number);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal((0, 1), (standIn.Host.Record.Counts().Accepts, standIn.Host.Record.Counts().Rejected));
    }

    [Fact]
    public async Task NoToken_IsRefused()
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await standIn.Http.PostAsJsonAsync("/spryng/v1/messages", new { });

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(StandIn standIn, string number)
    {
        standIn.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sleutel");
        return standIn.Http.PostAsJsonAsync("/spryng/v1/messages?with[]=recipients", new
        {
            originator = "Gemeente",
            recipients = new[] { number },
            body = "Uw paspoort ligt klaar.",
            reference = "ref-1",
            route = "business",
            encoding = "auto",
        });
    }
}
