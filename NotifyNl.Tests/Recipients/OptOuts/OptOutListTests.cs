using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Recipients.OptOuts;

public sealed class OptOutListTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Number = "+31612345678";

    [Fact]
    public async Task Add_InAnySpelling_KeepsAHashAndNoNumber()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);

        Assert.True((await List(db).AddAsync(given.ServiceId, given.UserId, "06 - 1234 5678", OptOutReason.WrongNumber, default)).Value);
        Assert.False((await List(db).AddAsync(given.ServiceId, given.UserId, "612345678", OptOutReason.Asked, default)).Value);

        var found = (await List(db).FindAsync(given.ServiceId, "0031612345678", default)).Value!;
        Assert.Equal((OptOutReason.WrongNumber, Given.Seal.Key(Number)), (found.Reason, found.RecipientKey));
        Assert.True(await List(db).ContainsAsync(given.ServiceId, Number, default));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from opt_outs o where o::text like '%612345678%'"));
        Assert.Equal(1L, await AuditedAsync(given, "opt-out-added"));
    }

    [Theory]
    [InlineData("", "number-missing")]
    [InlineData("020 1234567", "number-landline")]
    [InlineData("Jan", "number-unknown-character")]
    public async Task Add_WhatIsNoMobileNumber_IsRefused(string number, string problem)
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);

        Assert.Equal(problem, (await List(db).AddAsync(given.ServiceId, given.UserId, number, OptOutReason.Asked, default)).Problem!.Code);
        Assert.Equal(problem, (await List(db).FindAsync(given.ServiceId, number, default)).Problem!.Code);
        Assert.Equal(problem, (await List(db).RemoveAsync(given.ServiceId, given.UserId, number, default)).Problem!.Code);
    }

    [Fact]
    public async Task Remove_IsOfTheServiceOnly()
    {
        var (given, other) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        await using var db = postgres.OpenWeb(given.ServiceId);
        await using var foreign = postgres.OpenWeb(other.ServiceId);
        await List(db).AddAsync(given.ServiceId, given.UserId, Number, OptOutReason.Asked, default);

        Assert.Null((await List(foreign).FindAsync(other.ServiceId, Number, default)).Value);
        Assert.False((await List(foreign).RemoveAsync(other.ServiceId, other.UserId, Number, default)).Value);
        Assert.Equal(0, await foreign.OptOuts.CountAsync(o => o.ServiceId == given.ServiceId)); // row-level security, whatever the query asks
        Assert.True((await List(db).RemoveAsync(given.ServiceId, given.UserId, Number, default)).Value);

        Assert.False(await List(db).ContainsAsync(given.ServiceId, Number, default));
        Assert.Equal((1L, 0L), (await AuditedAsync(given, "opt-out-removed"), await AuditedAsync(other, "opt-out-removed")));
    }

    [Fact]
    public async Task Import_AddsGoodNumbersOnce_AndNamesTheRowsWithout()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);
        await List(db).AddAsync(given.ServiceId, given.UserId, Number, OptOutReason.Deceased, default);

        var file = new MemoryStream(Encoding.UTF8.GetBytes("naam;Mobiel\r\nA;0612345678\r\nB;06 87654321\r\nC;onbekend\r\nD;0687654321\r\nE;+32470123456\r\n"));
        var import = await List(db).ImportAsync(given.ServiceId, given.UserId, file, "afmeldingen.csv", OptOutReason.Asked, default);

        Assert.Equal((2, 1), (import.Added, import.Known));
        Assert.Equal([4], import.Unread);
        Assert.Equal(OptOutReason.Deceased, (await List(db).FindAsync(given.ServiceId, Number, default)).Value!.Reason);
        Assert.Equal("2", await postgres.ReadAsync<string>("select subject from audit_entries where service_id = $1 and action = 'opt-outs-imported'", given.ServiceId));
    }

    [Fact]
    public async Task Import_OfWhatIsNoList_AddsNothing()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);

        var import = await List(db).ImportAsync(given.ServiceId, given.UserId, new MemoryStream(Encoding.UTF8.GetBytes("naam\r\nA\r\n")), "x.csv", OptOutReason.Asked, default);

        Assert.Equal("no-number-column", Assert.Single(import.Report.Problems).Code);
        Assert.Equal(0, await db.OptOuts.CountAsync(o => o.ServiceId == given.ServiceId));
    }

    [Fact]
    public async Task Check_LeavesOutWhoIsOnTheList()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);
        Assert.Null(await List(db).ReadAsync(given.ServiceId, default));
        await List(db).AddAsync(given.ServiceId, given.UserId, Number, OptOutReason.Asked, default);
        var optedOut = await List(db).ReadAsync(given.ServiceId, default);

        var list = Checked.Csv("telefoonnummer;naam\n0612345678;A\n0687654321;B\n", with: options => options with { OptedOut = optedOut });

        Assert.Equal((2, 1, 0, 1), (list.Report.Counts.Rows, list.Report.Counts.Sendable, list.Report.Counts.WithErrors, list.Report.Counts.OptedOut));
        Assert.Equal(1, list.Report.Parts.Total);
        Assert.Contains("opted-out", list.Warnings);
        Assert.Empty(list.Report.WhatBlocks());
    }

    [Fact]
    public async Task Copy_MakesAMessageThatIsNotSent_ForWhoOptedOutAfterTheCheck()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(3, number: place => $"+3161000000{place}");
        await postgres.ExecuteAsync("update upload_rows set recipient_key = $2 where upload_id = $1 and row_number = 3", batch, Given.Seal.Key("+31610000001"));
        await using var db = postgres.OpenWeb(given.ServiceId);
        await List(db).AddAsync(given.ServiceId, given.UserId, "+31610000001", OptOutReason.Asked, default);

        Assert.Equal(3, await new BatchCopy(postgres.WorkerDatabase).CopyAsync(batch, default));

        Assert.Equal(2, await given.CountAsync(batch, NotificationStatus.Queued));
        Assert.Equal("opted-out", await postgres.ReadAsync<string>(
            "select reason from notifications where batch_id = $1 and row_number = 3 and status = 25 and not queued and done_at is not null", batch));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task Resend_SkipsWhoOptedOut()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(2);
        await postgres.ExecuteAsync("update notifications set status = 24, queued = false, recipient_key = case when row_number = 2 then $2 else recipient_key end where batch_id = $1", batch, Given.Seal.Key(Number));
        await using var db = postgres.OpenWeb(given.ServiceId);
        await List(db).AddAsync(given.ServiceId, given.UserId, Number, OptOutReason.Asked, default);

        Assert.Equal(1, await new BatchResend(db, new AuditLog(db, TimeProvider.System)).ResendAsync(given.ServiceId, batch, given.UserId, default));
        Assert.Equal(1, await given.CountAsync(batch, NotificationStatus.Uncertain));
    }

    [Fact]
    public async Task Add_TakesBackWhatWaits_InTheQueueInANodesHandsAndForANextTry()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(5);
        await postgres.ExecuteAsync(
            """
            update notifications set status = case row_number when 2 then 1 when 3 then 3 when 4 then 2 else 0 end, queued = row_number in (5, 6),
              recipient_key = case when row_number = 6 then recipient_key else $2 end where batch_id = $1
            """, batch, Given.Seal.Key(Number));
        await using var db = postgres.OpenWeb(given.ServiceId);

        await List(db).AddAsync(given.ServiceId, given.UserId, Number, OptOutReason.Asked, default);

        // The fourth may have left already; the sixth is somebody else's.
        Assert.Equal("25 25 2 25 0", await postgres.ReadAsync<string>("select string_agg(status::text, ' ' order by row_number) from notifications where batch_id = $1", batch));
        Assert.Equal(3L, await postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1 and reason = 'opted-out' and not queued and attempt is null and done_at is not null", batch));
    }

    [Fact]
    public async Task AnEntryUnderAnEarlierHashKey_IsFoundCheckedAndRemoved()
    {
        var given = await Given.AsyncIn(postgres);
        await postgres.ExecuteAsync("insert into opt_outs (service_id, recipient_key, since, reason) values ($1, $2, now(), 0)", given.ServiceId, Assert.Single(Given.Seal.EarlierKeys(Number)));
        await using var db = postgres.OpenWeb(given.ServiceId);

        Assert.False((await List(db).AddAsync(given.ServiceId, given.UserId, Number, OptOutReason.Asked, default)).Value);
        Assert.NotNull((await List(db).FindAsync(given.ServiceId, Number, default)).Value);
        Assert.True(await List(db).ContainsAsync(given.ServiceId, Number, default));
        Assert.True((await List(db).ReadAsync(given.ServiceId, default))!(Number));
        Assert.True((await List(db).RemoveAsync(given.ServiceId, given.UserId, Number, default)).Value);
        Assert.False(await List(db).ContainsAsync(given.ServiceId, Number, default));
    }

    private static OptOutList List(NotifyDbContext db) => new(db, Given.Seal, new AuditLog(db, TimeProvider.System), TimeProvider.System);

    private Task<long> AuditedAsync(Given given, string action) =>
        postgres.ReadAsync<long>("select count(*) from audit_entries where service_id = $1 and action = $2 and user_id = $3", given.ServiceId, action, given.UserId);
}
