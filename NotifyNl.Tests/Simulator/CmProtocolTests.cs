extern alias simulator;

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using simulator::NotifyNl.Simulator;
using static NotifyNl.Tests.Simulator.StandIn;

namespace NotifyNl.Tests.Simulator;

public sealed class CmProtocolTests
{
    [Fact]
    public async Task GoodMessage_IsAcceptedWithItsPartsAndReference()
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await standIn.PostAsync(Message("0031612345678", "0190a1b2c3", new string('a', 161)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"details":"Created 1 message(s)","errorCode":0,"messages":[{"to":"0031612345678","status":"Accepted","reference":"0190a1b2c3","parts":2,"messageDetails":null,"messageErrorCode":0}]}""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("0031612345678", "", "tekst", "twaalf teken", 301)]
    [InlineData("0031612345678", "", "tekst", "", 301)]
    [InlineData("0031612345678", "", "tekst", "12345678901234567", 301)]
    [InlineData("", "", "tekst", "Gemeente", 302)]
    [InlineData("+31612345678", "", "tekst", "Gemeente", 303)]
    [InlineData("0612345678", "", "tekst", "Gemeente", 303)]
    [InlineData("00316 12345678", "", "tekst", "Gemeente", 303)]
    [InlineData("0031612345678", "", " ", "Gemeente", 304)]
    [InlineData("0031612345678", "0190a1b2-c3d4", "tekst", "Gemeente", 305)]
    [InlineData("0031612345678", "012345678901234567890123456789012", "tekst", "Gemeente", 305)]
    [InlineData("0031699000004", "", "tekst", "Gemeente", 402)]
    public async Task WrongMessage_IsRefusedWithItsCode(string number, string reference, string text, string from, int code)
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await standIn.PostAsync(Message(number, reference, text, from));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(201, answer.GetProperty("errorCode").GetInt32());
        Assert.Equal("Created 0 message(s)", answer.GetProperty("details").GetString());
        Assert.Equal(code, answer.GetProperty("messages")[0].GetProperty("messageErrorCode").GetInt32());
        Assert.Equal((0, 1), (standIn.Host.Record.Counts().Accepts, standIn.Host.Record.Counts().Rejected));
    }

    [Fact]
    public async Task HundredWithThreeWrong_GetEachTheirVerdictInOrder()
    {
        await using var standIn = await StandIn.StartAsync();
        var messages = Enumerable.Range(0, 100).Select(i => Message(i is 10 or 50 or 99 ? "12" : $"00316{i:00000000}", $"r{i}")).ToArray();

        using var response = await standIn.PostAsync(messages);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(201, answer.GetProperty("errorCode").GetInt32());
        Assert.Equal("Created 97 message(s)", answer.GetProperty("details").GetString());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"r{i}"), answer.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("reference").GetString()));
        Assert.Equal([10, 50, 99], Enumerable.Range(0, 100).Where(i => answer.GetProperty("messages")[i].GetProperty("status").GetString() == "Rejected"));
        Assert.Equal((97, 3), (standIn.Host.Record.Counts().Accepts, standIn.Host.Record.Counts().Rejected));
    }

    [Fact]
    public async Task KeysInAnyCaseAndTokenInTheBody_AreUnderstood()
    {
        await using var standIn = await StandIn.StartAsync();
        standIn.Http.DefaultRequestHeaders.Clear();

        using var response = await standIn.Http.PostAsync("/cm/v1.0/message", Json(
            """{"Messages":{"Authentication":{"ProductToken":"x"},"MSG":[{"From":"SVB","To":[{"Number":"0031612345678"},{"Number":"0032470123456"}],"Body":{"Content":"Hallo"}}]}}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Hallo", Assert.Single(standIn.Host.Record.Messages("+32 470 12 34 56")).Text);
    }

    [Theory]
    [InlineData("""{"messages":{"msg":[{"from":""", 202)]
    [InlineData("[]", 202)]
    [InlineData("{}", 202)]
    [InlineData("""{"messages":{"msg":[{"from":12}]}}""", 202)]
    [InlineData("""{"messages":{"msg":[]}}""", 203)]
    [InlineData("""{"messages":{"msg":"een"}}""", 203)]
    [InlineData("""{"messages":{}}""", 203)]
    public async Task RequestOfTheWrongShape_IsRefusedWhole(string body, int code)
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await standIn.Http.PostAsync("/cm/v1.0/message", Json(body));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, answer.GetProperty("errorCode").GetInt32());
        Assert.Empty(answer.GetProperty("messages").EnumerateArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("een-ander")]
    public async Task UnknownToken_IsRefusedWith101(string? token)
    {
        await using var standIn = await StandIn.StartAsync(options: new SimulatorOptions { Token = "het-goede" });
        standIn.Http.DefaultRequestHeaders.Clear();
        if (token is not null)
            standIn.Http.DefaultRequestHeaders.Add("X-CM-PRODUCTTOKEN", token);

        var answer = await standIn.AnswerAsync(Message("0031612345678"));

        Assert.Equal(101, answer.GetProperty("errorCode").GetInt32());
        Assert.Equal("No account found for the given authentication", answer.GetProperty("details").GetString());
        Assert.Equal(0, standIn.Host.Record.Counts().Accepts);
    }

    [Fact]
    public async Task MoreMessagesThanAllowed_AreRefusedWith203()
    {
        await using var standIn = await StandIn.StartAsync(options: new SimulatorOptions { MaxMessagesPerRequest = 2 });

        var answer = await standIn.AnswerAsync(Message("0031612345678"), Message("0031612345678"), Message("0031612345678"));

        Assert.Equal(203, answer.GetProperty("errorCode").GetInt32());
        Assert.Equal(0, standIn.Host.Record.Counts().Accepts);
    }

    [Fact]
    public async Task TextOverItsMostParts_IsCutOff()
    {
        await using var standIn = await StandIn.StartAsync();
        var message = Message("0031612345678", text: new string('a', 400));
        message["maximumNumberOfMessageParts"] = 2;

        await standIn.AnswerAsync(message);

        var received = Assert.Single(standIn.Host.Record.Messages("0612345678"));
        Assert.Equal((306, 2), (received.Text.Length, received.Parts));
    }

    [Fact]
    public async Task TextNotOfTypeAuto_LosesWhatGsmLacks()
    {
        await using var standIn = await StandIn.StartAsync();
        var message = Message("0031612345678", text: "Beste Zoï");
        message["body"]!["type"] = "text";

        await standIn.AnswerAsync(message);

        Assert.Equal("Beste Zo?", Assert.Single(standIn.Host.Record.Messages("0612345678")).Text);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
