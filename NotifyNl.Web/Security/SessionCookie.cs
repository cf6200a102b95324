using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using NotifyNl.Accounts;

namespace NotifyNl.Web.Security;

/// <summary>The cookie of a session names it and no more; each request looks up what it is worth.</summary>
public static class SessionCookie
{
    private const string SessionClaim = "session";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Null for a visitor who is not signed in, or halfway.</summary>
    public static SessionState? Session(this HttpContext http) => http.Items[typeof(SessionState)] as SessionState;

    internal static DateTimeOffset Now(this HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    internal static Task IssueAsync(HttpContext http, User user, Session session)
    {
        var ticket = Ticket(user, session);
        return http.SignInAsync(ticket.AuthenticationScheme, ticket.Principal, ticket.Properties);
    }

    /// <summary>Not persistent: closing the browser is signing out. It never slides beyond the session's own end.</summary>
    internal static AuthenticationTicket Ticket(User user, Session session)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()),
                new Claim(ClaimTypes.Name, user.Name),
                new Claim(SessionClaim, session.Id.ToString()),
            ],
            IdentityConstants.ApplicationScheme);
        var properties = new AuthenticationProperties { IsPersistent = false, AllowRefresh = false, IssuedUtc = session.CreatedAt, ExpiresUtc = session.CreatedAt + Accounts.Session.Longest };
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, IdentityConstants.ApplicationScheme);
    }

    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var state = Guid.TryParse(context.Principal?.FindFirstValue(SessionClaim), out var id)
            ? await http.RequestServices.GetRequiredService<SessionCache>().FindAsync(id, http.RequestAborted)
            : null;
        if (state is null || !http.RequestServices.GetRequiredService<WaysIn>().IsOpen(state.Provider))
        {
            context.RejectPrincipal();
            await http.SignOutAsync(context.Scheme.Name);
            return;
        }

        http.Items[typeof(SessionState)] = state;
        // A page that stands open is no sign of life: what its circuit asks does not count.
        if (http.Now() - state.SeenAt > Minute && !CircuitSessions.IsOfCircuit(http.Request))
        {
            await http.RequestServices.GetRequiredService<Sessions>().SeenAsync(id, http.RequestAborted);
            http.RequestServices.GetRequiredService<SessionCache>().Forget(id);
        }
    }
}
