extern alias simulator;

using System.Net;
using System.Net.Http.Json;
using simulator::NotifyNl.Simulator.Gateways;

namespace NotifyNl.Tests.Simulator;

public sealed class ControlTests
{
    [Fact]
    public async Task Post_SetsWhatItNamesOfOneGateway()
    {
        await using var standIn = await StandIn.StartAsync();
        var before = standIn.Host.Control.Of(GatewayName.Cm);

        using var response = await standIn.Http.PostAsJsonAsync("/control/cm", new { Http500 = 1.0, answerDelay = "00:00:00.005" });

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(before with { Http500 = 1, AnswerDelay = TimeSpan.FromMilliseconds(5) }, standIn.Host.Control.Of(GatewayName.Cm));
        Assert.Equal(0, standIn.Host.Control.Of(GatewayName.Spryng).Http500);
    }

    [Fact]
    public async Task Reset_BringsBackTheStart()
    {
        await using var standIn = await StandIn.StartAsync();
        var before = standIn.Host.Control.Of(GatewayName.Cm);
        await standIn.Http.PostAsJsonAsync("/control", new { garbage = 1, receiptUrl = "http://127.0.0.1:1/" });

        await standIn.Http.PostAsync("/control/reset", null);

        Assert.Equal(before, standIn.Host.Control.Of(GatewayName.Cm));
    }

    [Fact]
    public async Task UnknownName_IsRefused()
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await standIn.Http.PostAsJsonAsync("/control", new { http50 = 1 });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("http50", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
