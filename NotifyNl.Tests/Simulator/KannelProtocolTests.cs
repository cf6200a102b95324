using System.Net;
using System.Text;

namespace NotifyNl.Tests.Simulator;

public sealed class KannelProtocolTests
{
    [Fact]
    public async Task Get_IsAcceptedAndReportedByTheOperatorAndThePhone()
    {
        await using var standIn = await StandIn.StartAsync();
        var url = Uri.EscapeDataString(standIn.Inbox.Address + "/kannel?t=%d&id=abc&a=%A");

        using var response = await standIn.Http.GetAsync(
            $"/kannel/cgi-bin/sendsms?username=u&password=p&from=Notify&to=%2B31612345678&text=Zo%C3%AB&charset=UTF-8&coding=2&dlr-mask=31&dlr-url={url}");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("0: Accepted for delivery", await response.Content.ReadAsStringAsync());
        var message = Assert.Single(standIn.Host.Record.Messages("0612345678"));
        Assert.Equal(("Zoë", "abc"), (message.Text, message.Reference));
        await standIn.Inbox.ReceivedAsync(2);
        Assert.Equal(["/kannel?t=1&id=abc&a=", "/kannel?t=8&id=abc&a="], standIn.Inbox.Calls.Select(call => call.Target).Order());
    }

    [Fact]
    public async Task Post_TakesItsFieldsFromHeadersAndItsTextFromTheBody()
    {
        await using var standIn = await StandIn.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/kannel/cgi-bin/sendsms") { Content = new StringContent("Zoë", Encoding.UTF8, "text/plain") };
        foreach (var (name, value) in new[] { ("Username", "u"), ("Password", "p"), ("From", "Notify"), ("To", "0031612345678"), ("Coding", "2") })
            request.Headers.Add("X-Kannel-" + name, value);

        using var response = await standIn.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("Zoë", Assert.Single(standIn.Host.Record.Messages("0612345678")).Text);
    }

    [Fact]
    public async Task RefusedNumber_IsTakenAndReportedLaterWith16()
    {
        await using var standIn = await StandIn.StartAsync();
        var url = Uri.EscapeDataString(standIn.Inbox.Address + "/kannel?t=%d");

        using var response = await standIn.Http.GetAsync($"/kannel/cgi-bin/sendsms?username=u&password=p&to=31699000004&text=a&dlr-mask=23&dlr-url={url}");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await standIn.Inbox.ReceivedAsync(1);
        Assert.Equal("/kannel?t=16", standIn.Inbox.Calls[0].Target);
    }

    [Fact]
    public async Task NoPassword_IsForbidden()
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await standIn.Http.GetAsync("/kannel/cgi-bin/sendsms?username=u&to=31612345678&text=a");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("Authorization failed for sendsms", await response.Content.ReadAsStringAsync());
    }
}
