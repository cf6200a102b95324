using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyNl.Audit;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Data;

/// <summary>What docs/operations.md says of a back-up: dumped in the middle of a batch, put back elsewhere, and sending goes on without one message twice.</summary>
public sealed class RestoreTests(PostgresServer server, PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly IOptions<DeliveryOptions> Impatient = Options.Create(new DeliveryOptions { ReceiptWindow = TimeSpan.FromSeconds(0), Lease = TimeSpan.FromSeconds(1) });

    [Fact]
    public async Task Restored_InTheMiddleOfABatch_GoesOnWithWhatHadNotLeft()
    {
        var given = await Given.AsyncIn(postgres);
        await using (var db = postgres.OpenWeb(given.ServiceId))
        {
            new AuditLog(db, TimeProvider.System).Add(given.ServiceId, given.UserId, "settings-changed");
            await db.SaveChangesAsync();
        }

        var batch = await given.QueuedBatchAsync(400, Lane.Bulk);
        var before = new ScriptedGateway(ScriptedGateway.Accept);
        await TakeAsync(given, 100, accepted: true, before); // with the gateway
        await TakeAsync(given, 50, accepted: false, before); // the call is open while the dump is made

        await using var restored = new PostgresFixture(server);
        await restored.InitializeAsync();
        await DumpAndRestoreAsync(restored);
        await using (var db = restored.Open())
        {
            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            await db.Database.MigrateAsync();
        }

        var (lines, flaws) = await AuditChain.VerifyAsync(restored.Owner, [], default);
        Assert.Equal((1L, 0), (lines, flaws.Count));

        // Whoever had them in hand is gone, and its lease is over.
        await restored.ExecuteAsync("update claims set lease_until = now() - interval '1 second'");
        await new DeliverySweep(restored.WorkerDatabase, Impatient).SweepAsync(default);
        await new DeliverySweep(restored.WorkerDatabase, Impatient).SweepAsync(default);
        var after = new ScriptedGateway(ScriptedGateway.Accept);
        var slot = GivenLines.Slot(restored, TimeProvider.System, setsInFlight: 2, GivenLines.Line(restored, after, TimeProvider.System));
        while (await slot.DeliverNextAsync(slot: 1, default) > 0)
        {
        }

        Assert.Equal(250, after.Messages.Select(m => m.Id).Distinct().Count());
        Assert.Equal(250, after.Messages.Count());
        Assert.Empty(after.Messages.Select(m => m.Id).Intersect(before.Messages.Select(m => m.Id)));
        Assert.Equal((350L, 50L), (await CountAsync(NotificationStatus.Accepted), await CountAsync(NotificationStatus.Uncertain)));
        Assert.Equal("Burgerzaken: Beste Ans, uw paspoort ligt klaar.", after.Messages.First().Text); // the keys are not in the dump, and fit
        Assert.Equal(0L, await restored.ReadAsync<long>("""
            select count(*) from
              (select coalesce(batch_id, '00000000-0000-0000-0000-000000000000') as batch, status, count(*) as messages from notifications group by 1, 2) n
              full join (select batch_id as batch, status, sum(messages) as messages from message_counts group by 1, 2 having sum(messages) <> 0) c using (batch, status)
            where n.messages is distinct from c.messages
            """));

        Task<long> CountAsync(NotificationStatus status) => restored.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and status = $2", batch, (short)status);
    }

    private async Task TakeAsync(Given given, int messages, bool accepted, ScriptedGateway gateway)
    {
        var queue = new DeliveryQueue(postgres.WorkerDatabase, Options.Create(new DeliveryOptions()));
        var set = await queue.ClaimAsync(Lane.Bulk, [new Turn(given.ServiceId, Guid.Empty)], messages, default);
        var begun = await queue.BeginAsync(set.Attempt, gateway.Name, [.. set.Messages.Select(m => m.Id)], default);
        Assert.Equal(messages, begun.Count);
        await gateway.SubmitAsync([.. begun.Select(id => new OutgoingSms(id, "+31612345678", "Gemeente", "Hallo", 1))], default);
        if (accepted)
        {
            await queue.RecordAsync(set.Attempt, [.. begun.Select(id => new Outcome(id, OutcomeKind.Accepted))], TimeSpan.Zero, default);
            await queue.EndAsync(set.Attempt, [], default);
        }
    }

    private async Task DumpAndRestoreAsync(PostgresFixture restored)
    {
        var (from, to) = (new NpgsqlConnectionStringBuilder(postgres.Superuser), new NpgsqlConnectionStringBuilder(restored.Superuser));
        var dump = Path.Combine(Path.GetTempPath(), $"notify-{Guid.NewGuid():N}.dump");
        try
        {
            await RunAsync("pg_dump", from, "--format=custom", "--file", dump, from.Database!);
            await RunAsync("dropdb", to, "--force", to.Database!);
            await RunAsync("createdb", to, "--owner=notify_owner", "--template=template0", "--encoding=UTF8", to.Database!);
            await RunAsync("pg_restore", to, "--exit-on-error", "--dbname", to.Database!, dump);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private static async Task RunAsync(string program, NpgsqlConnectionStringBuilder database, params string[] arguments)
    {
        var binaries = (await NotifyNl.Data.PostgresBinaries.FindAsync(default))[0];
        using var process = Process.Start(new ProcessStartInfo(binaries[program], ["--host", database.Host!, "--port", $"{database.Port}", "--username", database.Username!, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}{await output}");
    }
}
