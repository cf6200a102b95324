using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Organisations;

/// <summary>A new service has its first admin from the start, with an account or on the way to one.</summary>
public sealed class OrganisationEditorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task AFirstAdminWithoutAnAccount_IsInvited_AndOneWithIsAMemberAtOnce()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.Open();
        var organisation = await db.Services.Where(s => s.Id == given.ServiceId).Select(s => s.OrganisationId).SingleAsync();

        var made = (await AddAsync(db, organisation, given, "Parkeren", "nieuw@gemeente.example")).Value!;
        Assert.Equal("Sanne de Vries", made.Invited!.Invitation.InvitedBy!.Name);
        Assert.Equal(0, await db.Members.CountAsync(m => m.ServiceId == made.Service.Id));
        var (invitation, state) = await new Invitations(db, TimeProvider.System).FindAsync(made.Invited.Token, default);
        Assert.Equal((LinkState.Valid, InvitationKind.Service, made.Service.Id, Permissions.All, "nieuw@gemeente.example"), (state, invitation!.Kind, invitation.ServiceId, invitation.Permissions, invitation.Email));
        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from audit_entries where action = 'member-invited' and subject_id = $1", invitation.Id));

        await postgres.ExecuteAsync("update users set normalized_email = upper(email) where id = $1", given.UserId);
        var known = (await AddAsync(db, organisation, given, "Belastingen", $"{given.UserId:N}@voorbeeld.nl")).Value!;
        Assert.Null(known.Invited);
        Assert.Equal(given.UserId, (await db.Members.SingleAsync(m => m.ServiceId == known.Service.Id)).UserId);

        Assert.Equal("email-unreadable", (await AddAsync(db, organisation, given, "Afval", "geen adres")).Problem!.Code);
        Assert.Equal("email-missing", (await AddAsync(db, organisation, given, "Afval", " ")).Problem!.Code);
        Assert.False(await db.Services.AnyAsync(s => s.Name == "Afval"));
    }

    private static Task<Result<ServiceWithAdmin>> AddAsync(NotifyDbContext db, Guid organisation, Given given, string name, string email) =>
        new OrganisationEditor(db, new AuditLog(db, TimeProvider.System), new Invitations(db, TimeProvider.System), TimeProvider.System).AddServiceAsync(organisation, given.UserId, name, email, default);
}
