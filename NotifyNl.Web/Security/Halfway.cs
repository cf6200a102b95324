using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using NotifyNl.Accounts;

namespace NotifyNl.Web.Security;

/// <summary>
/// Between the password and the second factor: a short-lived cookie that opens nothing but the page that asks for the second factor, or,
/// for an account that has none yet, the pages where it gets one.
/// </summary>
public static class Halfway
{
    public const string Scheme = "Notify.Halfway";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string StampClaim = "stamp";
    private const string EnrolClaim = "enrol";
    private const string ProviderClaim = "provider";

    /// <summary>May set up its first second factor.</summary>
    public static bool MayEnrol(this ClaimsPrincipal user) => user.HasClaim(c => c.Type == EnrolClaim);

    internal static Task BeginAsync(HttpContext http, User user, bool enrol, string? provider = null)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()), new Claim(StampClaim, user.SecurityStamp ?? "")], Scheme);
        if (enrol)
            identity.AddClaim(new Claim(EnrolClaim, "1"));
        if (provider is not null)
            identity.AddClaim(new Claim(ProviderClaim, provider));
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = false, AllowRefresh = false, ExpiresUtc = http.Now() + Lifetime });
    }

    /// <summary>Whose second factor is awaited, or null.</summary>
    internal static async Task<(Guid UserId, string? Provider)?> FindAsync(HttpContext http)
    {
        var found = await http.AuthenticateAsync(Scheme);
        return found.Principal is { } principal ? (principal.UserId(), principal.FindFirstValue(ProviderClaim)) : null;
    }

    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var user = await services.GetRequiredService<UserManager<User>>().FindByIdAsync(context.Principal!.UserId().ToString());
        var stands = user is not null && user.SecurityStamp == context.Principal!.FindFirstValue(StampClaim)
            // The first factor closes this door at once, also for who came in beside its owner.
            && services.GetRequiredService<WaysIn>().IsOpen(context.Principal!.FindFirstValue(ProviderClaim))
            && (!context.Principal!.MayEnrol() || !(await services.GetRequiredService<SecondFactors>().OfAsync(user.Id, context.HttpContext.RequestAborted)).Any);
        if (!stands)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }
}
