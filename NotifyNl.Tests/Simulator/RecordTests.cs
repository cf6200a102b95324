extern alias simulator;

using System.Net.Http.Json;
using System.Text.Json;
using simulator::NotifyNl.Simulator;
using static NotifyNl.Tests.Simulator.StandIn;

namespace NotifyNl.Tests.Simulator;

public sealed class RecordTests
{
    [Fact]
    public async Task Counts_TellWhatCameTwice()
    {
        await using var standIn = await StandIn.StartAsync();
        await standIn.AnswerAsync(Message("0031612345678", "a1"), Message("0031612345679", "a2"));
        await standIn.AnswerAsync(Message("0031612345678", "a1"), Message("0031612345679", "a3"), Message("12", "a4"));

        var counts = await standIn.Http.GetFromJsonAsync<JsonElement>("/record/counts");
        var duplicates = await standIn.Http.GetFromJsonAsync<JsonElement>("/record/duplicates");

        Assert.Equal(
            (2, 4, 3, 1, 2, 1),
            (Count("requests"), Count("accepts"), Count("distinctReferences"), Count("duplicates"), Count("sameTextTwice"), Count("rejected")));
        Assert.Equal("""[{"reference":"a1","number":"31612345678","times":2}]""", duplicates.GetRawText());

        int Count(string name) => counts.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Messages_AreThoseOfTheNumberInOrder()
    {
        await using var standIn = await StandIn.StartAsync();
        await standIn.AnswerAsync(Message("0031612345678", "a1", "één\n  twee €"), Message("0031612345679", "a2"), Message("0031612345678", "a3", "drie"));

        var messages = await standIn.Http.GetFromJsonAsync<JsonElement>("/record/messages?number=06-12345678");

        Assert.Equal(["één\n  twee €", "drie"], messages.EnumerateArray().Select(message => message.GetProperty("text").GetString()));
        Assert.Equal("cm", messages[0].GetProperty("gateway").GetString());
    }

    [Fact]
    public async Task Clear_ForgetsEverything()
    {
        await using var standIn = await StandIn.StartAsync();
        await standIn.AnswerAsync(Message("0031612345678", "a1"));
        await standIn.Inbox.ReceivedAsync(1);

        await standIn.Http.PostAsync("/record/clear", null);

        var counts = standIn.Host.Record.Counts();
        Assert.Equal((0, 0, 0, 0), (counts.Requests, counts.Accepts, counts.DistinctReferences, counts.ReceiptsSent));
        Assert.Empty(standIn.Host.Record.Messages("0612345678"));
    }

    [Fact]
    public async Task Clear_ForgetsReceiptsThatWait()
    {
        await using var standIn = await StandIn.StartAsync();
        standIn.Inbox.Status = 503;
        await standIn.AnswerAsync(Message("0031612345678", "a1"));
        await standIn.Inbox.ReceivedAsync(1);

        standIn.Host.Record.Clear();

        // On a busy machine the second try may just be under way; after it nothing comes, where the third would be a second later.
        await Task.Delay(300);
        var tried = standIn.Inbox.Calls.Count;
        await Task.Delay(1_200);
        Assert.Equal(tried, standIn.Inbox.Calls.Count);
        Assert.Equal(0, standIn.Host.Record.Counts().ReceiptsWaiting);
    }

    [Fact]
    public async Task RecordFile_HoldsTheRequestWhenItIsAnswered()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "record.jsonl");
        await using (var standIn = await StandIn.StartAsync(options: new SimulatorOptions { RecordFile = path }))
        {
            await standIn.AnswerAsync(Message("0031612345678", "a1"), Message("12"));

            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var line = JsonDocument.Parse((await reader.ReadLineAsync())!).RootElement;
            Assert.Equal("a1", line.GetProperty("accepted")[0].GetProperty("reference").GetString());
            Assert.Equal(1, line.GetProperty("rejected").GetInt32());
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public async Task ParallelRequests_AreAllCounted()
    {
        await using var standIn = await StandIn.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(request => standIn.AnswerAsync(
            [.. Enumerable.Range(0, 20).Select(i => Message($"00316{(request * 20) + i:00000000}", $"r{request}x{i}"))])));

        var counts = standIn.Host.Record.Counts();
        Assert.Equal((1000, 1000, 0), (counts.Accepts, counts.DistinctReferences, counts.Duplicates));
    }
}
