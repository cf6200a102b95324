using System.Globalization;
using System.Text;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>The power fails in the middle of a batch. By the stand-in's own record nobody got a message twice, and every message is accounted for.</summary>
[Collection("One running portal at a time: two cores carry no more")]
public sealed class KilledInMidBatchTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const int Rows = 5_000;

    [Fact]
    public async Task EveryMessage_IsAcceptedOnceOrListedAsUncertain()
    {
        portal.Gateway.Control.Change(behaviour => behaviour with { AnswerDelay = TimeSpan.FromMilliseconds(60) });
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        await visitor.GetAsync(visitor.Link("services/[0-9a-f-]{36}") + "/templates");
        var template = visitor.Link("services/[0-9a-f-]{36}/templates/[0-9a-f-]{36}");
        await visitor.GetAsync(template + "/send");
        var list = new StringBuilder("telefoonnummer;aanhef;naam;bedrag;datum\r\n");
        for (var row = 0; row < Rows; row++)
            list.Append(CultureInfo.InvariantCulture, $"06{20_000_000 + row};mevrouw;De Boer;1;2\r\n");
        await visitor.UploadAsync(template + "/lists", "vijfduizend.csv", Encoding.UTF8.GetBytes(list.ToString()));
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });

        await UntilAsync(() => Task.FromResult(portal.Gateway.Record.Counts().Accepts is > 500 and < Rows));
        portal.Kill();
        await portal.StartAsync();

        await UntilAsync(async () => await CountAsync("status in (0, 1, 2, 3, 10, 11)") == 0);
        var counts = portal.Gateway.Record.Counts();
        var uncertain = await CountAsync("status = 24");
        Assert.Equal(0, counts.Duplicates);
        Assert.Equal(Rows, await CountAsync("true"));
        Assert.Equal(Rows, await CountAsync("status = 20") + uncertain);
        // Three slots, of which two serve bulk; two calls of a hundred under way in each.
        Assert.InRange(uncertain, 0, 3 * 2 * 100);
    }

    private Task<long> CountAsync(string condition) => portal.Postgres.ReadAsync<long>($"select count(*) from notifications where {condition}");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; tries < 900; tries++)
        {
            if (await condition())
                return;
            await Task.Delay(100);
        }

        Assert.Fail("It did not happen within 90 seconds.");
    }
}
