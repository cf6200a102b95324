using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Services;
using NotifyNl.Teams;
using Npgsql;

namespace NotifyNl.Organisations;

/// <param name="Invited">The first admin, where that person had no account; mailing the link is the caller's.</param>
public sealed record ServiceWithAdmin(Service Service, SavedInvitation? Invited);

/// <summary>What a platform admin does: makes organisations and services, and says who governs them.</summary>
public sealed class OrganisationEditor(NotifyDbContext db, AuditLog audit, Invitations invitations, TimeProvider clock)
{
    public async Task<Result<Organisation>> CreateAsync(Guid byUserId, string? name, CancellationToken cancel)
    {
        if (Refusal(name, Organisation.MaxNameLength) is { } refusal)
            return refusal;
        var organisation = new Organisation { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = name!.Trim() };
        db.Add(organisation);
        audit.AddForPlatform(byUserId, "organisation-created", organisation.Id, organisation.Name);
        return await SaveAsync(organisation, cancel);
    }

    /// <param name="adminEmail">Of the first admin of the team, who is invited where there is no such account.</param>
    public async Task<Result<ServiceWithAdmin>> AddServiceAsync(Guid organisationId, Guid byUserId, string? name, string? adminEmail, CancellationToken cancel)
    {
        if (Refusal(name, Service.MaxNameLength) is { } refusal)
            return refusal;
        var now = clock.GetUtcNow();
        var service = new Service { Id = Guid.CreateVersion7(now), OrganisationId = organisationId, Name = name!.Trim(), CreatedAt = now };
        SavedInvitation? invited = null;
        if (await AccountAsync(adminEmail, cancel) is { } admin)
        {
            db.Add(new Member { ServiceId = service.Id, UserId = admin, Permissions = Permissions.All });
        }
        else
        {
            var made = invitations.Add(InvitationKind.Service, adminEmail, byUserId, service.Id, Permissions.All);
            if (made.Problem is { } wrong)
                return wrong;
            invited = new SavedInvitation(made.Value.Invitation, made.Value.Token);
            audit.AddForOrganisation(organisationId, byUserId, "member-invited", invited.Invitation.Id);
        }

        db.Add(service);
        audit.AddForOrganisation(organisationId, byUserId, "service-created", service.Id, service.Name);
        var saved = await SaveAsync(new ServiceWithAdmin(service, invited), cancel);
        if (saved.Succeeded && invited is not null)
            await db.Entry(invited.Invitation).Reference(i => i.InvitedBy).LoadAsync(cancel); // the mail names who invites
        return saved;
    }

    public async Task<Problem?> AddAdminAsync(Guid organisationId, Guid byUserId, string? email, CancellationToken cancel)
    {
        if (await AccountAsync(email, cancel) is not { } user)
            return new Problem("account-unknown", "Email");
        if (await db.OrganisationAdmins.AnyAsync(a => a.OrganisationId == organisationId && a.UserId == user, cancel))
            return null;
        db.Add(new OrganisationAdmin { OrganisationId = organisationId, UserId = user });
        audit.AddForOrganisation(organisationId, byUserId, "organisation-admin-added", user);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    public async Task RemoveAdminAsync(Guid organisationId, Guid byUserId, Guid userId, CancellationToken cancel)
    {
        if (await db.OrganisationAdmins.SingleOrDefaultAsync(a => a.OrganisationId == organisationId && a.UserId == userId, cancel) is not { } admin)
            return;
        db.Remove(admin);
        audit.AddForOrganisation(organisationId, byUserId, "organisation-admin-removed", userId);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Guid?> AccountAsync(string? email, CancellationToken cancel)
    {
        var normalized = email?.Trim().ToUpperInvariant();
        return await db.Users.Where(u => u.NormalizedEmail == normalized && normalized != null).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancel);
    }

    private static Problem? Refusal(string? name, int longest) =>
        string.IsNullOrWhiteSpace(name) ? new Problem("name-missing", "Name")
        : name.Trim().Length > longest ? new Problem("service-name-too-long", "Name") { Args = [longest] }
        : PlainName.HasAddress(name) ? new Problem("organisation-name-with-address", "Name")
        : null;

    private async Task<Result<T>> SaveAsync<T>(T made, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return made;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return new Problem("name-taken", "Name");
        }
    }
}
