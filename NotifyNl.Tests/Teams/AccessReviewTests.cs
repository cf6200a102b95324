extern alias simulator;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Worker;
using simulator::NotifyNl.Simulator;

namespace NotifyNl.Tests.Teams;

/// <summary>Once a year somebody looks over who may do what; a mail says when that year is over.</summary>
public sealed class AccessReviewTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PortalInProcess portal = new(server);
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private SimulatorHost mailbox = null!;

    public async ValueTask InitializeAsync()
    {
        mailbox = await SimulatorHost.StartAsync(new SimulatorOptions { SmtpPort = 0 });
        await portal.StartAsync(null, ("Mail:SmtpPort", $"{mailbox.SmtpPort}"));
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await mailbox.DisposeAsync();
    }

    [Fact]
    public async Task AReviewIsDue_AYearAfterTheLast_AndAgainEveryMonthUntilItIsDone()
    {
        var (given, admin) = await TeamAsync();
        Assert.Empty(await DueAsync(given));
        clock.Advance(TeamEditor.ReviewAfter + TimeSpan.FromMinutes(1));
        Assert.Equal([admin], await DueAsync(given));
        // Once, whoever asks next.
        Assert.Empty(await DueAsync(given));
        clock.Advance(AccessReviews.RemindAgainAfter);
        Assert.Equal([admin], await DueAsync(given));

        await using (var db = portal.Postgres.OpenWeb(given.ServiceId))
            await new TeamEditor(db, new AuditLog(db, clock), clock).ReviewAsync(given.ServiceId, admin, default);
        clock.Advance(TeamEditor.ReviewAfter - TimeSpan.FromDays(1));
        Assert.Empty(await DueAsync(given));
        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal([admin], await DueAsync(given));
    }

    [Fact]
    public async Task TheJob_MailsTheAdmins_AndNobodyElse()
    {
        var (given, admin) = await TeamAsync();
        await portal.Postgres.ExecuteAsync("update services set created_at = now() - interval '400 days' where id = $1", given.ServiceId);
        await using var scope = portal.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<ReviewReminderJob>(scope.ServiceProvider).Execute(null!, default);
        for (var tries = 0; tries < 100 && mailbox.Mail.All().Count == 0; tries++)
            await Task.Delay(100);
        var mail = Assert.Single(mailbox.Mail.All(), m => m.Text.Contains($"/services/{given.ServiceId}/team", StringComparison.Ordinal));
        Assert.Equal([$"{admin:N}@voorbeeld.nl"], mail.To);
        Assert.Contains("Burgerzaken", mail.Text, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<Guid>> DueAsync(Given given)
    {
        await using var db = portal.Postgres.OpenWeb(given.ServiceId);
        return (await new AccessReviews(db, clock).TakeDueAsync(default)).Where(d => d.Service.Id == given.ServiceId).SelectMany(d => d.Admins).Select(u => u.Id).ToList();
    }

    private async Task<(Given Given, Guid Admin)> TeamAsync()
    {
        var given = await Given.AsyncIn(portal.Postgres);
        var id = Guid.CreateVersion7();
        await using var db = portal.Postgres.Open();
        db.Add(new User { Id = id, Name = "Beheerder", UserName = $"{id:N}@voorbeeld.nl", Email = $"{id:N}@voorbeeld.nl", CreatedAt = clock.GetUtcNow() });
        db.Add(new Member { ServiceId = given.ServiceId, UserId = id, Permissions = Permissions.All });
        db.Add(new Member { ServiceId = given.ServiceId, UserId = given.UserId, Permissions = Permissions.View });
        await db.SaveChangesAsync();
        return (given, id);
    }
}
