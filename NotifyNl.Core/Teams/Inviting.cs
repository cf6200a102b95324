using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Teams;

/// <summary>An invitation that is saved, and the token of its link: known now and never again. Mailing it is the caller's.</summary>
public sealed record SavedInvitation(Invitation Invitation, string Token);

/// <summary>Invites people to a team or to the admins, sends an invitation again, and withdraws it. Each act stands in the logboek; the address does not.</summary>
public sealed class Inviting(NotifyDbContext db, Invitations invitations, AuditLog audit, TimeProvider clock)
{
    /// <param name="permissions">Of a new member of a team; the other places know no rights.</param>
    public Task<Result<SavedInvitation>> InviteAsync(InvitationPlace place, Guid byUserId, string? email, Permissions permissions, CancellationToken cancel) =>
        InviteAsync(place, byUserId, email, permissions, visible: null, cancel);

    /// <param name="visible">Template folders that the new member will see, all others of the service are hidden; null for all.</param>
    public async Task<Result<SavedInvitation>> InviteAsync(
        InvitationPlace place, Guid byUserId, string? email, Permissions permissions, IReadOnlyCollection<Guid>? visible, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two admins who invite the same person at once: the second waits here, and then finds the invitation of the first.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({place.Key}, 0))", cancel);
        var made = invitations.Add(place.Kind, email, byUserId, place.ServiceId, permissions & Permissions.All, place.OrganisationId);
        if (made.Problem is { } wrong)
            return wrong.Code == "email-missing" ? new Problem("invite-email-missing", wrong.Field) : wrong;
        var (invitation, token) = made.Value;
        if (await RefusalAsync(place, invitation.Email, cancel) is { } refusal)
        {
            db.Entry(invitation).State = EntityState.Detached;
            return refusal;
        }

        var (service, changes) = (place.ServiceId, new List<FieldChange>());
        if (place.Kind == InvitationKind.Service)
            changes.Add(new FieldChange(nameof(Member.Permissions), null, invitation.Permissions.ToString()));
        var hidden = visible is null ? [] : await db.TemplateFolders.AsNoTracking().Where(f => f.ServiceId == service && !visible.Contains(f.Id)).OrderBy(f => f.Name).ToListAsync(cancel);
        if (hidden.Count > 0)
            changes.Add(new FieldChange(nameof(Member.HiddenFolders), null, string.Join(", ", hidden.Select(f => f.Name))));
        invitation.HiddenFolders.AddRange(hidden.Select(f => f.Id));
        place.Log(audit, byUserId, InvitedAs(place.Kind), invitation.Id, changes.Count > 0 ? changes : null);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new SavedInvitation(await WithNamesAsync(invitation, cancel), token);
    }

    /// <summary>A new link for the same invitation, for as long as a new one; the old link ends.</summary>
    public async Task<Result<SavedInvitation>> SendAgainAsync(InvitationPlace place, Guid byUserId, Guid invitationId, CancellationToken cancel)
    {
        if (await Pending(place).AsTracking().SingleOrDefaultAsync(i => i.Id == invitationId, cancel) is not { } invitation)
            return new Problem("invitation-gone");
        var token = invitations.Renew(invitation);
        place.Log(audit, byUserId, "invitation-resent", invitation.Id);
        return await SaveAsync(cancel) is { } gone ? gone : new SavedInvitation(await WithNamesAsync(invitation, cancel), token);
    }

    /// <summary>The link ends; who opens it reads that it was withdrawn.</summary>
    public async Task<Problem?> WithdrawAsync(InvitationPlace place, Guid byUserId, Guid invitationId, CancellationToken cancel)
    {
        if (await Pending(place).AsTracking().SingleOrDefaultAsync(i => i.Id == invitationId, cancel) is not { } invitation)
            return new Problem("invitation-gone");
        invitation.Withdraw(clock.GetUtcNow());
        place.Log(audit, byUserId, "invitation-withdrawn", invitation.Id);
        return await SaveAsync(cancel);
    }

    /// <summary>Neither accepted nor withdrawn; the expired ones too, for those can be sent again.</summary>
    public IQueryable<Invitation> Pending(InvitationPlace place) =>
        place.In(db.Invitations).AsNoTracking().Where(i => i.AcceptedAt == null && i.WithdrawnAt == null).OrderBy(i => i.CreatedAt);

    private static string InvitedAs(InvitationKind kind) => kind switch
    {
        InvitationKind.Service => "member-invited",
        InvitationKind.Organisation => "organisation-admin-invited",
        _ => "platform-admin-invited",
    };

    private async Task<Problem?> RefusalAsync(InvitationPlace place, string email, CancellationToken cancel)
    {
        var normal = email.ToUpperInvariant();
        var (service, organisation) = (place.ServiceId, place.OrganisationId);
        var isThere = place.Kind switch
        {
            InvitationKind.Service => await db.Members.AnyAsync(m => m.ServiceId == service && m.User.NormalizedEmail == normal, cancel),
            InvitationKind.Organisation => await db.OrganisationAdmins.AnyAsync(a => a.OrganisationId == organisation && a.User.NormalizedEmail == normal, cancel),
            _ => await db.Users.AnyAsync(u => u.IsPlatformAdmin && u.NormalizedEmail == normal, cancel),
        };
        if (isThere)
            return new Problem(place.Kind == InvitationKind.Service ? "already-member" : "already-admin", "Email");
        var invited = await Pending(place).Select(i => i.Email).ToListAsync(cancel);
        return invited.Contains(email, StringComparer.OrdinalIgnoreCase) ? new Problem("already-invited", "Email") : null;
    }

    private async Task<Problem?> SaveAsync(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Accepted at this very moment.
            db.ChangeTracker.Clear();
            return new Problem("invitation-gone");
        }
    }

    private Task<Invitation> WithNamesAsync(Invitation invitation, CancellationToken cancel) =>
        db.Invitations.AsNoTracking().Include(i => i.Service).Include(i => i.Organisation).Include(i => i.InvitedBy).SingleAsync(i => i.Id == invitation.Id, cancel);
}
