using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Retention;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Retention;

/// <summary>What has been kept long enough is nowhere any more; what counts is still there.</summary>
public sealed class ForgettingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Canary = "+31612398745";

    [Fact]
    public async Task S14_S17_ACanary_IsFoundByItsKey_IsNeverReadable_AndIsNowhereAfterItsRetention()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.PressedBatchAsync(3, number: place => place == 1 ? Canary : $"+3161239870{place}");
        await postgres.ExecuteAsync(
            "update upload_rows set recipient_key = $2, cells = $3 where upload_id = $1 and row_number = 2",
            batch, Given.Seal.Key(Canary), Given.Seal.Seal(given.ServiceId, new SealedRow([Canary, "Kanarie"], [], false, false).ToJson()));
        await postgres.ExecuteAsync("update uploads set reference_key = $2, reference = $3 where id = $1", batch, Given.Seal.Key(Canary), Given.Seal.Seal(given.ServiceId, Canary));
        await new BatchCopy(postgres.WorkerDatabase).CopyAsync(batch, default);
        await DeliveredAsync(batch);
        var single = await ACallWithReceiptAsync(given, batch);
        await AgeAsync(batch, days: 8);

        // Before: the key finds it, the seal opens it, and no dump of the database shows it.
        Assert.Equal(2L, await postgres.ReadAsync<long>("select count(*) from (select 1 from upload_rows where recipient_key = $1 union all select 1 from notifications where recipient_key = $1) f", Given.Seal.Key(Canary)));
        Assert.True(await FoundAsync(given, Canary) > 1);
        var before = await postgres.DumpAsync();
        Assert.Contains($"{Given.Seal.Key(Canary)}", before, StringComparison.Ordinal);
        AssertUnreadable(before);

        Assert.True(await new Forgetting(postgres.WorkerDatabase).ForgetAsync(default) >= 6);

        Assert.Equal(0, await FoundAsync(given, Canary));
        var after = await postgres.DumpAsync();
        Assert.DoesNotContain($"{Given.Seal.Key(Canary)}", after, StringComparison.Ordinal);
        AssertUnreadable(after);
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from receipts where notification_id = $1", single));

        // What counts stays: the batch, its numbers, and that it was sent.
        await using var db = postgres.OpenWeb(given.ServiceId);
        Assert.Equal(3, (await db.Batches.SingleAsync(b => b.Id == batch)).MessageCount);
        Assert.Equal(3, await db.MessageCounts.Where(c => c.BatchId == batch && c.Status == NotificationStatus.Delivered).SumAsync(c => c.Messages));
        Assert.Equal(0, await db.Notifications.CountAsync(n => n.BatchId == batch));
    }

    [Theory]
    [InlineData(3, 4, 0)]
    [InlineData(7, 6, 3)]
    [InlineData(7, 8, 0)]
    [InlineData(90, 89, 3)]
    [InlineData(90, 91, 0)]
    public async Task EachService_KeepsItsOwnDays(int retention, int age, int left)
    {
        var given = await Given.AsyncIn(postgres);
        await postgres.ExecuteAsync("update services set retention_days = $2 where id = $1", given.ServiceId, retention);
        var batch = await given.QueuedBatchAsync(3);
        await DeliveredAsync(batch);
        await AgeAsync(batch, age);
        await new Forgetting(postgres.WorkerDatabase).ForgetAsync(default);
        Assert.Equal(left, await postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1", batch));
        Assert.Equal(left, await postgres.ReadAsync<long>("select count(*) from upload_rows where upload_id = $1", batch));
        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from batches where id = $1", batch));
    }

    [Fact]
    public async Task WhatIsStillToBeSent_Stays_AndAListThatWasNeverPressedGoesWhole()
    {
        var given = await Given.AsyncIn(postgres);
        await postgres.ExecuteAsync("update services set retention_days = 3 where id = $1", given.ServiceId);
        var planned = await given.PressedBatchAsync(2, scheduledFor: DateTimeOffset.UtcNow.AddDays(2));
        var forgotten = await given.PressedBatchAsync(2);
        await postgres.ExecuteAsync("delete from batches where id = $1", forgotten);
        var queued = await given.QueuedBatchAsync(2);
        await AgeAsync(queued, days: 4);
        await postgres.ExecuteAsync("update uploads set created_at = now() - interval '4 days' where service_id = $1", given.ServiceId);

        await new Forgetting(postgres.WorkerDatabase).ForgetAsync(default);

        Assert.Equal(2L, await postgres.ReadAsync<long>("select count(*) from upload_rows where upload_id = $1", planned));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from uploads where id = $1", forgotten));
        // Not final yet: it may still be sent.
        Assert.Equal(2L, await postgres.ReadAsync<long>("select count(*) from notifications where batch_id = $1", queued));
    }

    private Task DeliveredAsync(Guid batch) => postgres.ExecuteAsync(
        """
        with done as (update notifications set status = 20, queued = false, done_at = now() where batch_id = $1)
        update message_counts set status = 20 where batch_id = $1
        """,
        batch);

    private async Task<Guid> ACallWithReceiptAsync(Given given, Guid batch)
    {
        var message = await postgres.ReadAsync<Guid>("select id from notifications where batch_id = $1 and recipient_key = $2", batch, Given.Seal.Key(Canary));
        await postgres.ExecuteAsync("insert into receipts (gateway, notification_id, code, received_at) values ('cm', $1, '2', now())", message);
        Assert.NotEqual(Guid.Empty, given.ServiceId);
        return message;
    }

    /// <summary>As if all of it had happened so many days ago; the ids tell the time as well.</summary>
    private async Task AgeAsync(Guid batch, int days)
    {
        await postgres.ExecuteAsync("update receipts r set notification_id = notify_uuid7(now() - make_interval(days => $2), n.row_number) from notifications n where n.id = r.notification_id and n.batch_id = $1", batch, days);
        await postgres.ExecuteAsync(
            """
            with messages as (update notifications set created_at = now() - make_interval(days => $2), id = notify_uuid7(now() - make_interval(days => $2), row_number) where batch_id = $1),
            lists as (update uploads set created_at = now() - make_interval(days => $2) where id = $1)
            update batches set created_at = now() - make_interval(days => $2), scheduled_for = now() - make_interval(days => $2) where id = $1
            """,
            batch, days);
    }

    private static void AssertUnreadable(string dump)
    {
        foreach (var readable in new[] { Canary, Canary[1..], "0" + Canary[3..], "Kanarie", Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(Canary)) })
            Assert.DoesNotContain(readable, dump, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Opens every sealed value of the service, in whatever table it stands.</summary>
    private async Task<int> FoundAsync(Given given, string text)
    {
        await using var connection = new NpgsqlConnection(postgres.Owner);
        await connection.OpenAsync();
        var columns = new List<(string Table, string Column)>();
        await using (var command = new NpgsqlCommand(
            """
            select c.relname::text, a.attname::text from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_attribute s on s.attrelid = c.oid and s.attname = 'service_id'
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.atttypid = 'bytea'::regtype
            """,
            connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                columns.Add((reader.GetString(0), reader.GetString(1)));
        }

        var found = 0;
        foreach (var (table, column) in columns)
        {
            await using var command = new NpgsqlCommand($"select {column} from {table} where service_id = $1 and length({column}) > 28", connection) { Parameters = { new() { Value = given.ServiceId } } };
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                found += Given.Seal.Open(given.ServiceId, reader.GetFieldValue<byte[]>(0)).Contains(text, StringComparison.Ordinal) ? 1 : 0;
        }

        return found;
    }
}
