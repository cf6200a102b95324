using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Organisations;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Teams;

/// <summary>S3: who governs a service cannot leave it without one, whatever two of them do at once.</summary>
public sealed class TeamEditorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(false, 1, "last-admins")]
    [InlineData(false, 2, null)]
    [InlineData(true, 2, "last-admins")]
    [InlineData(true, 3, null)]
    public async Task S3_TheLastAdmins_CanNeitherBeRemovedNorDemoted(bool live, int admins, string? problem)
    {
        var (given, ids) = await WithAdminsAsync(live, admins);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var team = new TeamEditor(db, new AuditLog(db, TimeProvider.System), TimeProvider.System);
        Assert.Equal(problem, (await team.ChangeAsync(given.ServiceId, ids[0], ids[0], Permissions.View, default))?.Code);
        Assert.Equal(problem is null ? 1 : 0, await db.AuditEntries.CountAsync(e => e.Action == "member-changed" && e.ServiceId == given.ServiceId));
        if (problem is not null)
            Assert.Equal(problem, (await team.RemoveAsync(given.ServiceId, ids[0], ids[0], default))?.Code);
    }

    [Fact]
    public async Task S3_TwoAdminsWhoRemoveEachOther_LeaveTwo()
    {
        var (given, ids) = await WithAdminsAsync(live: true, 3);
        var outcomes = await Task.WhenAll(ids.Select(async (id, i) =>
        {
            await using var db = postgres.OpenWeb(given.ServiceId);
            return await new TeamEditor(db, new AuditLog(db, TimeProvider.System), TimeProvider.System).RemoveAsync(given.ServiceId, id, ids[(i + 1) % 3], default);
        }));
        Assert.Single(outcomes, o => o is null);
        Assert.Equal(2L, await postgres.ReadAsync<long>("select count(*) from members where service_id = $1", given.ServiceId));
    }

    [Fact]
    public async Task ARemovedMember_StandsInTheLog_WithWhatTheyMight()
    {
        var (given, ids) = await WithAdminsAsync(live: false, 2);
        await using var db = postgres.OpenWeb(given.ServiceId);
        Assert.Null(await new TeamEditor(db, new AuditLog(db, TimeProvider.System), TimeProvider.System).RemoveAsync(given.ServiceId, ids[0], ids[1], default));
        var entry = await db.AuditEntries.SingleAsync(e => e.ServiceId == given.ServiceId);
        Assert.Equal((ids[0], ids[1], "All"), (entry.UserId!.Value, entry.SubjectId!.Value, entry.FieldChanges.Single().Before));
    }

    [Fact]
    public async Task AService_GoesLive_OnlyWithTwoAdmins()
    {
        foreach (var (admins, problem) in new[] { (1, "live-needs-admins"), (2, null) })
        {
            var (given, ids) = await WithAdminsAsync(live: false, admins);
            var organisation = await postgres.ReadAsync<Guid>("select organisation_id from services where id = $1", given.ServiceId);
            await using var db = postgres.Open();
            var going = new GoingLive(db, new AuditLog(db, TimeProvider.System), TimeProvider.System);
            Assert.Equal(problem, (await going.ApproveAsync(organisation, ids[0], given.ServiceId, default))?.Code);
            Assert.Equal(problem is null, (await db.Services.AsNoTracking().SingleAsync(s => s.Id == given.ServiceId)).LiveSince is not null);
        }
    }

    [Theory]
    [InlineData("", "name-missing")]
    [InlineData("Kijk op www.oplichting.nl", "organisation-name-with-address")]
    [InlineData("https://oplichting.nl", "organisation-name-with-address")]
    public async Task AnOrganisation_HasAName_AndNoAddressInIt(string name, string problem)
    {
        await using var db = postgres.Open();
        Assert.Equal(problem, (await new OrganisationEditor(db, new AuditLog(db, TimeProvider.System), new Invitations(db, TimeProvider.System), TimeProvider.System).CreateAsync(Guid.NewGuid(), name, default)).Problem?.Code);
    }

    private async Task<(Given Given, Guid[] Admins)> WithAdminsAsync(bool live, int admins)
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.Open();
        if (live)
            await db.Services.Where(s => s.Id == given.ServiceId).ExecuteUpdateAsync(s => s.SetProperty(x => x.LiveSince, DateTimeOffset.UtcNow));
        var ids = Enumerable.Range(0, admins).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var id in ids)
        {
            db.Add(new User { Id = id, Name = "Beheerder", UserName = $"{id:N}@voorbeeld.nl", Email = $"{id:N}@voorbeeld.nl", CreatedAt = DateTimeOffset.UtcNow });
            db.Add(new Member { ServiceId = given.ServiceId, UserId = id, Permissions = Permissions.All });
        }

        await db.SaveChangesAsync();
        return (given, ids);
    }
}
