using System.Globalization;
using System.Text;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Portal;

/// <summary>B24: an upload that is broken off leaves nothing, wherever it breaks.</summary>
[Collection(SharedPortal.Name)]
public sealed class BrokenUploadTests(RunningPortal portal)
{
    [Fact]
    public async Task ALineThatBreaksHalfWay_LeavesNothingAndTheNextUploadWorks()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var lists = (await visitor.OpenSendPageAsync()).Replace("/send", "/lists", StringComparison.Ordinal);

        await Assert.ThrowsAnyAsync<Exception>(() => visitor.UploadAsync(lists, "half.csv", new BreakingStream(List(20_000)), default));

        await portal.Postgres.ExecuteAsync("select 1");
        Assert.Equal((0L, 0L), await StoredAsync("half.csv"));
        await visitor.UploadAsync(lists, "heel.csv", List(20));
        Assert.Contains("Verstuur 20 sms'jes", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVisitorWhoLeavesWhileRowsAreStored_LeavesNothing()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "verzender@voorbeeld.nl");
        var lists = (await visitor.OpenSendPageAsync()).Replace("/send", "/lists", StringComparison.Ordinal);
        var before = await StoredAsync("weg.csv");

        // The store waits in the middle of its rows, for a lock that this test holds.
        await portal.Postgres.ExecuteAsync(
            """
            create function wait_in_upload() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(4712); return new; end';
            create trigger wait_in_upload before insert on upload_rows for each row when (new.row_number = 2500) execute function wait_in_upload();
            """);
        await using (var hold = new NpgsqlConnection(portal.Postgres.Owner))
        {
            await hold.OpenAsync();
            await using var take = new NpgsqlCommand("select pg_advisory_lock(4712)", hold);
            await take.ExecuteNonQueryAsync();

            using var leave = new CancellationTokenSource();
            var upload = visitor.UploadAsync(lists, "weg.csv", new MemoryStream(List(5_000)), leave.Token);
            await portal.Postgres.UntilAsync("wait_event_type = 'Lock' and wait_event = 'advisory'", some: true);
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);

            // The portal hears that its visitor is gone and gives up by itself: the lock is still held.
            await portal.Postgres.UntilAsync("wait_event_type = 'Lock' and wait_event = 'advisory'", some: false);
        }

        await portal.Postgres.ExecuteAsync("drop trigger wait_in_upload on upload_rows; drop function wait_in_upload()");
        Assert.Equal(before, await StoredAsync("weg.csv"));
    }

    private async Task<(long Uploads, long Orphans)> StoredAsync(string file) =>
        (await portal.Postgres.ReadAsync<long>("select count(*) from uploads where file_name = $1", file),
         await portal.Postgres.ReadAsync<long>("select count(*) from upload_rows r where not exists (select from uploads u where u.id = r.upload_id)"));

    private static byte[] List(int rows)
    {
        var list = new StringBuilder("telefoonnummer;aanhef;naam;bedrag;datum\r\n");
        for (var row = 0; row < rows; row++)
            list.Append(CultureInfo.InvariantCulture, $"06{10_000_000 + row};mevrouw;De Boer;1;2\r\n");
        return Encoding.UTF8.GetBytes(list.ToString());
    }

    /// <summary>Tells its length, gives the first half, and then breaks as a line does.</summary>
    private sealed class BreakingStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length / 2 ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The line broke.");

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(ToArray().AsMemory(0, (int)Length / 2), cancellationToken);
            await destination.FlushAsync(cancellationToken);
            await Task.Delay(300, cancellationToken); // long enough to arrive
            throw new IOException("The line broke.");
        }
    }
}
