using System.Globalization;
using System.Text;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Portal;

/// <summary>The power fails in the middle of a batch. By the stand-in's own record nobody got a message twice, and every message is accounted for.</summary>
[Collection(RunningPortal.OneAtATime)]
public sealed class KilledInMidBatchTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    [Fact]
    public async Task EveryMessage_IsAcceptedOnceOrListedAsUncertain()
    {
        const int rows = 5_000;
        portal.Gateway.Control.Change(behaviour => behaviour with { AnswerDelay = TimeSpan.FromMilliseconds(60) });
        var before = portal.Gateway.Record.Counts().Accepts;
        var batch = await PressAsync(rows, firstNumber: 20_000_000);

        await UntilAsync(() => Task.FromResult(portal.Gateway.Record.Counts().Accepts - before is > 500 and < rows));
        portal.Kill();
        await portal.StartAsync();

        await UntilAsync(async () => await CountAsync(batch, "status in (0, 1, 2, 3, 10, 11)") == 0);
        var uncertain = await CountAsync(batch, "status = 24");
        Assert.Equal(0, portal.Gateway.Record.Counts().Duplicates);
        Assert.Equal(rows, await CountAsync(batch, "true"));
        Assert.Equal(rows, await CountAsync(batch, "status = 20") + uncertain);
        // Three slots, of which two serve bulk; two calls of a hundred under way in each.
        Assert.InRange(uncertain, 0, 3 * 2 * 100);
    }

    /// <summary>F3: the worker dies with half of the messages made.</summary>
    [Fact]
    public async Task ACopyThatIsKilledHalfWay_LeavesNothing_AndIsMadeWholeAfterwards()
    {
        const int rows = 2_000;
        portal.Gateway.Control.Change(behaviour => behaviour with { AnswerDelay = TimeSpan.Zero });
        // The copy waits at its thousandth message, for a lock that this test holds.
        await portal.Postgres.ExecuteAsync(
            """
            create function wait_in_copy() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(4711); return new; end';
            create trigger wait_in_copy before insert on notifications for each row when (new.row_number = 1000) execute function wait_in_copy();
            """);
        Guid batch;
        await using (var hold = new NpgsqlConnection(portal.Postgres.Owner))
        {
            await hold.OpenAsync();
            await using var take = new NpgsqlCommand("select pg_advisory_lock(4711)", hold);
            await take.ExecuteNonQueryAsync();
            batch = await PressAsync(rows, firstNumber: 40_000_000);
            await portal.Postgres.UntilAsync("wait_event_type = 'Lock' and wait_event = 'advisory'", some: true);

            portal.Kill();
            // All of the dead node's: a second copier that waited for the first would otherwise go on without its node.
            await portal.Postgres.EndConnectionsAsync("usename = 'notify_worker'");
            Assert.Equal(0L, await CountAsync(batch, "true"));

            // Said in words: a connection that goes back to its pool keeps its locks until it is used again.
            await using var release = new NpgsqlCommand("select pg_advisory_unlock(4711)", hold);
            await release.ExecuteNonQueryAsync();
        }

        await portal.Postgres.ExecuteAsync("drop trigger wait_in_copy on notifications; drop function wait_in_copy()");
        await portal.StartAsync();
        await UntilAsync(async () => await CountAsync(batch, "status = 20") == rows);
        Assert.Equal(rows, await CountAsync(batch, "true"));
        Assert.Equal(0, portal.Gateway.Record.Counts().Duplicates);
    }

    private async Task<Guid> PressAsync(int rows, int firstNumber)
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        var list = new StringBuilder("telefoonnummer;aanhef;naam;bedrag;datum\r\n");
        for (var row = 0; row < rows; row++)
            list.Append(CultureInfo.InvariantCulture, $"06{firstNumber + row};mevrouw;De Boer;1;2\r\n");
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "lijst.csv", Encoding.UTF8.GetBytes(list.ToString()));
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        return Guid.Parse(visitor.Location.AbsolutePath[^36..]);
    }

    private Task<long> CountAsync(Guid batch, string condition) => portal.Postgres.ReadAsync<long>($"select count(*) from notifications where batch_id = $1 and {condition}", batch);

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
