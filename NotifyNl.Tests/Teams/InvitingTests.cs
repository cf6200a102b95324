using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Teams;

/// <summary>Who is invited where, once at a time; and that the link of an invitation ends when it must.</summary>
public sealed class InvitingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task AnInvitation_IsSentOnce_AndEveryRefusalSaysWhy()
    {
        var (given, admin, db) = await TeamAsync();
        await using var _ = db;
        var (team, inviting) = (InvitationPlace.Team(given.ServiceId), Inviting(db));
        var saved = (await inviting.InviteAsync(team, admin, " eva@gemeente.nl ", Permissions.View | (Permissions)1024, default)).Value!;
        Assert.Equal((Permissions.View, "Beheerder", "Burgerzaken"), (saved.Invitation.Permissions, saved.Invitation.InvitedBy!.Name, saved.Invitation.Service!.Name));
        foreach (var (email, problem) in new[] { ("Eva@Gemeente.nl", "already-invited"), ($"{admin:N}@voorbeeld.nl", "already-member"), ("", "invite-email-missing"), ("eva", "email-unreadable"), ("Eva <eva@x.nl>", "email-unreadable") })
        {
            var refused = await inviting.InviteAsync(team, admin, email, Permissions.View, default);
            Assert.Equal((problem, "Email"), (refused.Problem?.Code, refused.Problem?.Field));
        }

        Assert.Equal(1, await inviting.Pending(team).CountAsync());
        var entry = await db.AuditEntries.SingleAsync(e => e.ServiceId == given.ServiceId);
        Assert.Equal(("member-invited", saved.Invitation.Id, "View"), (entry.Action, entry.SubjectId!.Value, entry.FieldChanges.Single().After));
        Assert.DoesNotContain("eva", entry.Changes + entry.Subject, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SendingAgain_EndsTheOldLink_AndWithdrawingEndsAll()
    {
        var (given, admin, db) = await TeamAsync();
        await using var _ = db;
        var (team, inviting, links) = (InvitationPlace.Team(given.ServiceId), Inviting(db), new Invitations(db, clock));
        var first = (await inviting.InviteAsync(team, admin, "eva@gemeente.nl", Permissions.View, default)).Value!;
        clock.Advance(Invitation.Valid);
        Assert.Equal(LinkState.Expired, (await links.FindAsync(first.Token, default)).State);
        var second = (await inviting.SendAgainAsync(team, admin, first.Invitation.Id, default)).Value!;
        Assert.Equal((LinkState.Unknown, LinkState.Valid), ((await links.FindAsync(first.Token, default)).State, (await links.FindAsync(second.Token, default)).State));

        Assert.Null(await inviting.WithdrawAsync(team, admin, first.Invitation.Id, default));
        Assert.Equal(LinkState.Withdrawn, (await links.FindAsync(second.Token, default)).State);
        Assert.Equal("invitation-gone", (await inviting.WithdrawAsync(team, admin, first.Invitation.Id, default))?.Code);
        Assert.Equal("invitation-gone", (await inviting.SendAgainAsync(team, admin, first.Invitation.Id, default)).Problem?.Code);
        // The way is free for a new one.
        Assert.True((await inviting.InviteAsync(team, admin, "eva@gemeente.nl", Permissions.View, default)).Succeeded);
    }

    [Fact]
    public async Task AnInvitationOfAnotherPlace_IsNotThere()
    {
        var (given, admin, db) = await TeamAsync();
        await using var _ = db;
        var (other, _, otherDb) = await TeamAsync();
        await using var __ = otherDb;
        var saved = (await Inviting(db).InviteAsync(InvitationPlace.Team(given.ServiceId), admin, "eva@gemeente.nl", Permissions.View, default)).Value!;
        foreach (var place in new[] { InvitationPlace.Team(other.ServiceId), InvitationPlace.Platform, InvitationPlace.Organisation(given.ServiceId) })
        {
            Assert.Equal("invitation-gone", (await Inviting(otherDb).WithdrawAsync(place, admin, saved.Invitation.Id, default))?.Code);
            Assert.Equal("invitation-gone", (await Inviting(otherDb).SendAgainAsync(place, admin, saved.Invitation.Id, default)).Problem?.Code);
        }
    }

    [Fact]
    public async Task TwoAdmins_WhoInviteTheSamePersonAtOnce_SendOneInvitation()
    {
        var (given, admin, db) = await TeamAsync();
        await db.DisposeAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var own = postgres.OpenWeb(given.ServiceId);
            return (await Inviting(own).InviteAsync(InvitationPlace.Team(given.ServiceId), admin, "eva@gemeente.nl", Permissions.View, default)).Problem?.Code;
        }));
        Assert.Equal([null, "already-invited", "already-invited", "already-invited"], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheLastAdmin_OfAnOrganisation_Stays()
    {
        var (given, admin, db) = await TeamAsync();
        await db.DisposeAsync();
        var organisation = await postgres.ReadAsync<Guid>("select organisation_id from services where id = $1", given.ServiceId);
        await using var owner = postgres.Open();
        owner.Add(new OrganisationAdmin { OrganisationId = organisation, UserId = admin });
        await owner.SaveChangesAsync();
        var (place, removal) = (InvitationPlace.Organisation(organisation), new AdminRemoval(owner, new AuditLog(owner, clock)));
        Assert.Equal("last-admin", (await removal.RemoveAsync(place, admin, admin, default))?.Code);
        owner.Add(new OrganisationAdmin { OrganisationId = organisation, UserId = given.UserId });
        await owner.SaveChangesAsync();
        Assert.Null(await removal.RemoveAsync(place, admin, admin, default));
        Assert.Equal(1, await owner.AuditEntries.CountAsync(e => e.OrganisationId == organisation && e.Action == "organisation-admin-removed" && e.SubjectId == admin));
    }

    private Inviting Inviting(NotifyDbContext db) => new(db, new Invitations(db, clock), new AuditLog(db, clock), clock);

    private async Task<(Given Given, Guid Admin, NotifyDbContext Web)> TeamAsync()
    {
        var given = await Given.AsyncIn(postgres);
        var id = Guid.CreateVersion7();
        await using var db = postgres.Open();
        db.Add(new User { Id = id, Name = "Beheerder", UserName = $"{id:N}@voorbeeld.nl", Email = $"{id:N}@voorbeeld.nl", NormalizedEmail = $"{id:N}@voorbeeld.nl".ToUpperInvariant(), CreatedAt = clock.GetUtcNow() });
        db.Add(new Member { ServiceId = given.ServiceId, UserId = id, Permissions = Permissions.All });
        await db.SaveChangesAsync();
        return (given, id, postgres.OpenWeb(given.ServiceId));
    }
}
