extern alias simulator;

using simulator::NotifyNl.Simulator.Control;
using static NotifyNl.Tests.Simulator.StandIn;

namespace NotifyNl.Tests.Simulator;

public sealed class ReceiptTests
{
    private static readonly Behaviour AtOnce = new() { ReceiptDelay = TimeSpan.Zero };

    [Fact]
    public async Task Receipt_HasTheFormOfCm()
    {
        await using var standIn = await StandIn.StartAsync();

        await standIn.AnswerAsync(Message("0031612345678", "abc1"));
        await standIn.Inbox.ReceivedAsync(1);

        var (method, target, body) = standIn.Inbox.Calls[0];
        Assert.Equal(("POST", "/cm"), (method, target));
        Assert.Matches(
            """^\{"messages":\{"msg":\{"received":"[0-9T:.Z-]{24}","to":"0031612345678","reference":"abc1","status":\{"code":"2","errorCode":"","errorDescription":""\},"operator":"Stand-in"\}\}\}$""",
            body);
    }

    [Fact]
    public async Task Receipt_WaitsForItsDelay()
    {
        await using var standIn = await StandIn.StartAsync(AtOnce with { ReceiptDelay = TimeSpan.FromMilliseconds(600) });

        await standIn.AnswerAsync(Message("0031612345678", "a"));

        await standIn.Inbox.StaysAtAsync(0);
        await standIn.Inbox.ReceivedAsync(1);
    }

    [Theory]
    [InlineData("0031699000001", "2")]
    [InlineData("0031699000002", "1")]
    [InlineData("0031699000003", "3")]
    [InlineData("0031699000007", "2 2")]
    [InlineData("0031699000008", "2 0 3")]
    [InlineData("00447700900002", "1")]
    [InlineData("00447700900003", "3")]
    [InlineData("00447700900111", "2")]
    public async Task NumberThatPlaysAPart_GetsItsReceiptsInOrder(string number, string codes)
    {
        await using var standIn = await StandIn.StartAsync();

        await standIn.AnswerAsync(Message(number, "r1"));

        var expected = codes.Split(' ');
        await standIn.Inbox.ReceivedAsync(expected.Length);
        Assert.Equal(expected, standIn.Inbox.Reports.Select(report => report.Code));
    }

    [Fact]
    public async Task Number5_GetsNoReceipt()
    {
        await using var standIn = await StandIn.StartAsync();

        await standIn.AnswerAsync(Message("0031699000005", "r1"));

        await standIn.Inbox.StaysAtAsync(0);
        Assert.Equal(1, standIn.Host.Record.Counts().Accepts);
    }

    [Fact]
    public async Task Number6_GetsItsReceiptLate()
    {
        await using var standIn = await StandIn.StartAsync(AtOnce with { SlowReceiptDelay = TimeSpan.FromMilliseconds(600) });

        await standIn.AnswerAsync(Message("0031699000006", "r1"));

        await standIn.Inbox.StaysAtAsync(0);
        await standIn.Inbox.ReceivedAsync(1);
    }

    [Fact]
    public async Task Number9_IsAcceptedAndTheConnectionBreaks()
    {
        await using var standIn = await StandIn.StartAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => standIn.PostAsync(Message("0031612345678", "r1"), Message("0031699000009", "r2")));

        Assert.Equal(2, standIn.Host.Record.Counts().Accepts);
        await standIn.Inbox.ReceivedAsync(2);
    }

    [Fact]
    public async Task EarlyReceipt_IsThereBeforeTheAnswer()
    {
        await using var standIn = await StandIn.StartAsync(AtOnce with { ReceiptDelay = TimeSpan.FromHours(1), EarlyReceipts = 1 });

        await standIn.AnswerAsync(Message("0031612345678", "r1"));

        Assert.Equal(("r1", "2"), Assert.Single(standIn.Inbox.Reports));
    }

    [Fact]
    public async Task Rates_DoubleAndInventReceipts()
    {
        await using var standIn = await StandIn.StartAsync(AtOnce with { DoubledReceipts = 0.5, UnknownReceipts = 0.25 });

        await standIn.AnswerAsync([.. Enumerable.Range(0, 8).Select(i => Message($"003161234567{i}", $"r{i}"))]);

        await standIn.Inbox.ReceivedAsync(8 + 4 + 2);
        Assert.Equal(8 + 2, standIn.Inbox.Reports.Select(report => report.Reference).Distinct().Count());
    }

    [Fact]
    public async Task UnacknowledgedReceipt_IsSentAgain()
    {
        await using var standIn = await StandIn.StartAsync();
        standIn.Inbox.Status = 503;

        await standIn.AnswerAsync(Message("0031612345678", "r1"));
        await standIn.Inbox.ReceivedAsync(1);
        standIn.Inbox.Status = 200;
        await standIn.Inbox.ReceivedAsync(2);
        await standIn.Inbox.StaysAtAsync(2);

        var counts = standIn.Host.Record.Counts();
        Assert.Equal((2, 1, 0), (counts.ReceiptsSent, counts.ReceiptsAcknowledged, counts.ReceiptsWaiting));
    }

    [Fact]
    public async Task ThousandReceipts_AllCome()
    {
        await using var standIn = await StandIn.StartAsync(AtOnce with { ReceiptDelay = TimeSpan.FromMilliseconds(20) });

        await standIn.AnswerAsync([.. Enumerable.Range(0, 1000).Select(i => Message($"00316{i:00000000}", $"r{i}"))]);

        await standIn.Inbox.ReceivedAsync(1000);
        Assert.Equal(1000, standIn.Inbox.Reports.Distinct().Count());
    }
}
