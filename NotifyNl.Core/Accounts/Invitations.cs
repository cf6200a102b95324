using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Teams;

namespace NotifyNl.Accounts;

/// <summary>Makes, finds, repeats and withdraws invitations. Mailing the link is the caller's.</summary>
public sealed class Invitations(NotifyDbContext db, TimeProvider clock)
{
    /// <summary>Adds an invitation; the caller saves it, together with its line in the logboek.</summary>
    /// <returns>The invitation and the token of its link, which is known here and now only; or what is wrong with the address.</returns>
    public Result<(Invitation Invitation, string Token)> Add(
        InvitationKind kind, string? email, Guid? invitedById, Guid? serviceId = null, Permissions permissions = Permissions.None, Guid? organisationId = null, string name = "")
    {
        if (Address(email) is not { } address)
            return new Problem(string.IsNullOrWhiteSpace(email) ? "email-missing" : "email-unreadable", "Email");
        var now = clock.GetUtcNow();
        var (token, hash) = LinkToken.Make();
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(now),
            Kind = kind,
            TokenHash = hash,
            Email = address,
            Name = name,
            ServiceId = serviceId,
            Permissions = permissions,
            OrganisationId = organisationId,
            InvitedById = invitedById,
            CreatedAt = now,
            ExpiresAt = now + Lifetime(kind),
        };
        db.Add(invitation);
        return (invitation, token);
    }

    /// <summary>A new link for the same invitation; the caller saves it. The old link ends.</summary>
    public string Renew(Invitation invitation)
    {
        var (token, hash) = LinkToken.Make();
        (invitation.TokenHash, invitation.ExpiresAt) = (hash, clock.GetUtcNow() + Lifetime(invitation.Kind));
        return token;
    }

    /// <summary>Looks and burns nothing.</summary>
    public async Task<(Invitation? Invitation, LinkState State)> FindAsync(string? token, CancellationToken cancel)
    {
        if (LinkToken.Hash(token) is not { } hash)
            return (null, LinkState.Unknown);
        var invitation = await db.Invitations.Include(i => i.Service!.Organisation).Include(i => i.Organisation).Include(i => i.InvitedBy).SingleOrDefaultAsync(i => i.TokenHash == hash, cancel);
        return (invitation, invitation?.State(clock.GetUtcNow()) ?? LinkState.Unknown);
    }

    /// <summary>One mailbox, written plainly; null for anything else.</summary>
    public static string? Address(string? text)
    {
        text = text?.Trim();
        return text is { Length: > 2 and <= 256 } && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',' or ';')
            && MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal)
            ? text
            : null;
    }

    private static TimeSpan Lifetime(InvitationKind kind) => kind == InvitationKind.Platform ? Invitation.PlatformValid : Invitation.Valid;
}
