using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Sending;

/// <summary>A service on trial reaches its own team and its guests, also by a list that somebody presses in the portal.</summary>
public sealed class TrialReachTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task AListOfStrangers_IsNotSentOnTrial_AndIsWhenTheServiceIsLive()
    {
        var given = await Given.AsyncIn(postgres);
        var upload = await given.PressedBatchAsync(3, scheduledFor: DateTimeOffset.UtcNow.AddDays(1));
        await postgres.ExecuteAsync("delete from batches where id = $1", upload);
        await postgres.ExecuteAsync("update upload_rows set recipient_key = $2 where upload_id = $1 and row_number = 2", upload, Given.Seal.Key("+31610000000"));
        Assert.Equal(("trial-recipients", 3), await PressAsync(given, upload));

        // The number of a colleague is no stranger's.
        await using (var db = postgres.Open())
        {
            var colleague = await db.Users.SingleAsync(u => u.Id == given.UserId);
            colleague.MobileNumber = Given.Seal.Seal(colleague.Id, "+31610000000");
            db.Add(new Member { ServiceId = given.ServiceId, UserId = colleague.Id, Permissions = Permissions.View });
            await db.SaveChangesAsync();
        }

        Assert.Equal(("trial-recipients", 2), await PressAsync(given, upload));
        await postgres.ExecuteAsync("update services set live_since = now() where id = $1", given.ServiceId);
        Assert.Equal((null, 0), await PressAsync(given, upload));
    }

    private async Task<(string? Code, int Count)> PressAsync(Given given, Guid upload)
    {
        await using var db = postgres.OpenWeb(given.ServiceId);
        var press = new BatchPress(db, new AuditLog(db, TimeProvider.System), new TrialReach(db, Given.Seal), TimeProvider.System);
        var problem = (await press.PressAsync(given.ServiceId, upload, given.UserId, null, skipFaulty: false, default)).Problem;
        return (problem?.Code, problem is null ? 0 : (int)problem.Args[0]);
    }
}
