using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using NotifyNl.Accounts;
using NotifyNl.Audit;

namespace NotifyNl.Web.Security;

/// <summary>Somebody comes back from a provider, known there. Decides what that is worth here.</summary>
public sealed class SingleSignOnArrival(ProviderAccounts accounts, ProviderGrants grants, Invitations invitations, SignInFlow flow, AuditOrigin origin, TimeProvider clock)
{
    /// <summary>How much the clock of a provider may be off.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <param name="shownAt">When they last signed in there, or null where the provider does not say.</param>
    /// <returns>The address to go to.</returns>
    public async Task<string> ReceiveAsync(HttpContext http, Provider provider, ProviderIdentity identity, Errand errand, Guid? session, DateTimeOffset? shownAt, string returnTo)
    {
        origin.Address = http.Connection.RemoteIpAddress?.ToString();
        if (errand == Errand.SignIn)
            return await SignInAsync(http, provider, identity, shownAt, returnTo);
        // Comes before the portal has looked who is signed in.
        await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (http.Session() is not { } present || present.Id != session)
            return SingleSignOnFailures.Page(SingleSignOnFailure.Stale);
        return errand == Errand.Link ? await LinkAsync(http, provider, identity, present, returnTo) : await ConfirmAsync(http, provider, identity, present, shownAt, returnTo);
    }

    private async Task<string> SignInAsync(HttpContext http, Provider provider, ProviderIdentity identity, DateTimeOffset? shownAt, string returnTo)
    {
        var cancel = http.RequestAborted;
        var rules = identity.Matching(provider.Rules);
        var user = await accounts.FindAsync(identity, cancel);
        var invited = await IsInvitedAsync(identity, returnTo, cancel);
        if (user is null)
        {
            var (joined, refusal) = await accounts.JoinAsync(identity, invited, rules.Count > 0 || invited, cancel);
            if (refusal is { } reason)
                return await RefuseAsync(null, provider, reason, cancel);
            user = joined!;
        }

        // Also for who is refused below: what the claims give no more is gone.
        await grants.ApplyAsync(user.Id, identity, rules, cancel);
        if (rules.Count == 0 && !invited && !await accounts.HasPlaceAsync(user.Id, cancel))
            return await RefuseAsync(user.Id, provider, ProviderRefusal.NoAccess, cancel);
        if (provider.ShowedSecondFactor(identity.Claims))
        {
            await flow.CompleteAsync(http, user.Id, provider.Key, At(shownAt));
            return returnTo;
        }

        var factors = await flow.BeginAsync(http, user, provider.Key);
        return factors.Any ? $"/sign-in/code?terug={Uri.EscapeDataString(returnTo)}" : "/account/start";
    }

    private async Task<string> LinkAsync(HttpContext http, Provider provider, ProviderIdentity identity, SessionState session, string returnTo)
    {
        var (_, refusal) = await accounts.LinkAsync(new User { Id = session.UserId, Name = session.UserName, CreatedAt = default }, identity, http.RequestAborted);
        return refusal is { } reason ? await RefuseAsync(session.UserId, provider, reason, http.RequestAborted) : returnTo;
    }

    private async Task<string> ConfirmAsync(HttpContext http, Provider provider, ProviderIdentity identity, SessionState session, DateTimeOffset? shownAt, string returnTo)
    {
        var user = await accounts.FindAsync(identity, http.RequestAborted);
        var fresh = shownAt is { } at && clock.GetUtcNow() - at < StepUp.Recent;
        if (user?.Id != session.UserId || !fresh || !provider.ShowedSecondFactor(identity.Claims))
            return await RefuseAsync(session.UserId, provider, ProviderRefusal.NotConfirmed, http.RequestAborted);
        await flow.ConfirmAsync(http, session);
        return returnTo;
    }

    /// <summary>Began at the page of an invitation to the address that the provider knows them by: nobody else has both.</summary>
    private async Task<bool> IsInvitedAsync(ProviderIdentity identity, string returnTo, CancellationToken cancel)
    {
        const string page = "/invitations/";
        if (!returnTo.StartsWith(page, StringComparison.Ordinal))
            return false;
        var (invitation, state) = await invitations.FindAsync(returnTo[page.Length..], cancel);
        return state == LinkState.Valid && string.Equals(invitation!.Email, identity.Email, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Who signed in there this morning has shown a second factor this morning. A provider that does not say when: long ago, so that a dangerous act asks again.</summary>
    private DateTimeOffset At(DateTimeOffset? shownAt)
    {
        var now = clock.GetUtcNow();
        return shownAt is not { } at || at > now + Skew ? now - Session.Longest : at < now ? at : now;
    }

    private async Task<string> RefuseAsync(Guid? userId, Provider provider, ProviderRefusal refusal, CancellationToken cancel)
    {
        await accounts.RefusedAsync(userId, provider.Name, refusal, cancel);
        return SingleSignOnFailures.Page(refusal);
    }
}
