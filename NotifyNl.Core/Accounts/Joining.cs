using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Teams;

namespace NotifyNl.Accounts;

/// <summary>Accepting an invitation: the account (made where there is none), the place it was for, and the end of the link, all or nothing.</summary>
public sealed class Joining(IServiceScopeFactory scopes, PasswordRules passwords, TimeProvider clock)
{
    /// <param name="userId">Who is signed in and was invited, or null to make an account.</param>
    public async Task<Result<User>> AcceptAsync(Guid invitationId, Guid? userId, string? name, string? password, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<NotifyDbContext>();
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == invitationId, cancel);
        // The logboek of the service is behind its own lock; nothing of this scope has looked there before.
        if (invitation.ServiceId is { } service)
            services.GetRequiredService<CurrentService>().Enter(service);
        if (invitation.OrganisationId is { } organisation)
            services.GetRequiredService<CurrentService>().EnterOrganisation(organisation);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // A second browser with the same link waits here, and then finds it used.
        await db.Database.ExecuteSqlAsync($"select 1 from invitations where id = {invitationId} for update", cancel);
        invitation = await db.Invitations.SingleAsync(i => i.Id == invitationId, cancel);
        var now = clock.GetUtcNow();
        if (invitation.State(now) != LinkState.Valid)
            return new Problem("invitation-used");

        var joined = userId is { } id ? await db.Users.SingleAsync(u => u.Id == id, cancel) : null;
        if (joined is null)
        {
            var made = await MakeAsync(services.GetRequiredService<UserManager<User>>(), invitation, name, password, now);
            if (made.Problem is not null)
                return made;
            joined = made.Value!;
        }

        await GiveAsync(db, services.GetRequiredService<AuditLog>(), invitation, joined, cancel);
        invitation.Accept(joined.Id, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return joined;
    }

    private async Task<Result<User>> MakeAsync(UserManager<User> users, Invitation invitation, string? name, string? password, DateTimeOffset now)
    {
        if (PersonName.Check(name) is { } problem)
            return problem;
        if (passwords.Check(password, name, invitation.Email) is { } weak)
            return weak;
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Name = name!.Trim(),
            UserName = invitation.Email,
            Email = invitation.Email,
            // Who has the link reads the mailbox.
            EmailConfirmed = true,
            CreatedAt = now,
        };
        var made = await users.CreateAsync(user, password!);
        return made.Succeeded ? user : new Problem("account-exists");
    }

    private static async Task GiveAsync(NotifyDbContext db, AuditLog audit, Invitation invitation, User user, CancellationToken cancel)
    {
        switch (invitation.Kind)
        {
            case InvitationKind.Service:
                var member = await db.Members.SingleOrDefaultAsync(m => m.ServiceId == invitation.ServiceId && m.UserId == user.Id, cancel);
                if (member is null)
                    db.Add(new Member { ServiceId = invitation.ServiceId!.Value, UserId = user.Id, Permissions = invitation.Permissions, HiddenFolders = invitation.HiddenFolders });
                audit.Add(invitation.ServiceId!.Value, user.Id, "member-joined", user.Id);
                break;
            case InvitationKind.Organisation:
                if (!await db.Set<OrganisationAdmin>().AnyAsync(a => a.OrganisationId == invitation.OrganisationId && a.UserId == user.Id, cancel))
                    db.Add(new OrganisationAdmin { OrganisationId = invitation.OrganisationId!.Value, UserId = user.Id });
                audit.AddForOrganisation(invitation.OrganisationId!.Value, user.Id, "organisation-admin-joined", user.Id);
                break;
            case InvitationKind.Platform:
                user.IsPlatformAdmin = true;
                audit.AddForPlatform(user.Id, "platform-admin-joined", user.Id);
                break;
        }
    }
}
