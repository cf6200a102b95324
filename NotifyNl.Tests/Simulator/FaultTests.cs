extern alias simulator;

using System.Diagnostics;
using System.Net;
using System.Text.Json;
using simulator::NotifyNl.Simulator.Control;
using static NotifyNl.Tests.Simulator.StandIn;

namespace NotifyNl.Tests.Simulator;

public sealed class FaultTests
{
    private static readonly Behaviour Calm = new();

    public static TheoryData<Behaviour, int> BeforeTheAccept => new()
    {
        { Calm with { Http500 = 1 }, 500 },
        { Calm with { TooManyRequests = 1 }, 429 },
        { Calm with { MessagesPerSecond = 1 }, 429 },
        { Calm with { RequestError = 103 }, 400 },
        { Calm with { RequestError = 500 }, 500 },
        { Calm with { PoisonText = "paspoort" }, 400 },
        { Calm with { Refuse = 1 }, 400 },
    };

    [Theory]
    [MemberData(nameof(BeforeTheAccept))]
    public async Task FaultBeforeTheAccept_AcceptsNothing(Behaviour behaviour, int status)
    {
        await using var standIn = await StandIn.StartAsync(behaviour);

        using var response = await standIn.PostAsync(Message("0031612345678", "r1"), Message("0031612345679", "r2"));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal((1, 0), (standIn.Host.Record.Counts().Requests, standIn.Host.Record.Counts().Accepts));
    }

    [Theory]
    [InlineData(2, "2")]
    [InlineData(0, null)]
    public async Task TooManyRequests_SaysWhenToComeBackOrNot(int seconds, string? header)
    {
        await using var standIn = await StandIn.StartAsync(Calm with { TooManyRequests = 1, RetryAfter = TimeSpan.FromSeconds(seconds) });

        using var response = await standIn.PostAsync(Message("0031612345678"));

        Assert.Equal(header, response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task ResetBefore_BreaksAndAcceptsNothing()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { ResetBefore = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => standIn.PostAsync(Message("0031612345678")));

        Assert.Equal(0, standIn.Host.Record.Counts().Accepts);
    }

    public static TheoryData<Behaviour> AfterTheAccept => [Calm with { ResetAfter = 1 }, Calm with { ResetInAnswer = 1 }];

    [Theory]
    [MemberData(nameof(AfterTheAccept))]
    public async Task ResetAfter_BreaksAndHasAccepted(Behaviour behaviour)
    {
        await using var standIn = await StandIn.StartAsync(behaviour);

        await Assert.ThrowsAsync<HttpRequestException>(() => standIn.AnswerAsync(Message("0031612345678", "r1")));

        Assert.Equal(1, standIn.Host.Record.Counts().Accepts);
    }

    [Fact]
    public async Task Garbage_IsNeverAnAnswerThoughAccepted()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { Garbage = 1 });

        for (var turn = 0; turn < 5; turn++)
        {
            using var response = await standIn.PostAsync(Message("0031612345678", $"r{turn}"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(IsAnswer(await response.Content.ReadAsByteArrayAsync()));
        }

        Assert.Equal(5, standIn.Host.Record.Counts().Accepts);
    }

    private static bool IsAnswer(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement.TryGetProperty("messages", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [Fact]
    public async Task TruncatedJson_StopsHalfWay()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { TruncatedJson = 1 });

        using var response = await standIn.PostAsync(Message("0031612345678"));

        var answer = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("{\"details\":", answer, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(answer));
    }

    [Fact]
    public async Task SlowDrip_ComesWholeButSlowly()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { SlowDrip = 1, DripPause = TimeSpan.FromMilliseconds(20) });
        var watch = Stopwatch.StartNew();

        var answer = await standIn.AnswerAsync(Message("0031612345678"));

        Assert.Equal(0, answer.GetProperty("errorCode").GetInt32());
        Assert.True(watch.ElapsedMilliseconds > 100, $"It took {watch.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task PartialAnswer_LeavesTheFirstOutAndTurnsTheRestAround()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { PartialAnswer = 1 });

        var answer = await standIn.AnswerAsync(Message("0031612345678", "r1"), Message("0031612345678", "r2"), Message("0031612345678", "r3"));

        Assert.Equal(["r3", "r2"], answer.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("reference").GetString()));
        Assert.Equal(3, standIn.Host.Record.Counts().Accepts);
    }

    [Fact]
    public async Task Timeout_HasAcceptedLongBeforeItAnswers()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { Timeout = 1 });
        standIn.Http.Timeout = TimeSpan.FromMilliseconds(300);

        await Assert.ThrowsAsync<TaskCanceledException>(() => standIn.PostAsync(Message("0031612345678", "r1")));

        Assert.Equal(1, standIn.Host.Record.Counts().Accepts);
    }

    [Fact]
    public async Task Rate_StrikesByCounting()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { Http500 = 0.25 });
        var statuses = new List<int>();

        for (var i = 0; i < 8; i++)
        {
            using var response = await standIn.PostAsync(Message("0031612345678"));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 200, 200, 500, 200, 200, 200, 500], statuses);
        Assert.Equal(2, standIn.Host.Record.Counts().Faults["Http500"]);
    }

    [Fact]
    public async Task PoisonedMessage_StandsAloneWhenTheOthersGoWithoutIt()
    {
        await using var standIn = await StandIn.StartAsync(Calm with { PoisonText = "gif" });

        var together = await standIn.AnswerAsync(Message("0031612345678"), Message("0031612345679", text: "gif"));
        var without = await standIn.AnswerAsync(Message("0031612345678"));

        Assert.Equal((202, 0), (together.GetProperty("errorCode").GetInt32(), without.GetProperty("errorCode").GetInt32()));
    }
}
