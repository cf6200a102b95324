using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using NotifyNl.Accounts;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>What changes the visitor's own cookies and has no page of its own: signing out and the language.</summary>
internal static class SessionApi
{
    public static void MapSessionApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        routes.MapGet("/taal/{culture}", SetLanguage).AllowAnonymous();
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, Sessions sessions, SessionCache cache, WaysIn ways)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.LocalRedirect("/");
        // The session ends here, not only the cookie: a copy of it opens nothing any more.
        if (http.Session() is { } session)
        {
            await sessions.EndAsync(session.UserId, session.Id, http.RequestAborted);
            cache.Forget(session.Id);
        }

        await http.SignOutAsync(Halfway.Scheme);
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.LocalRedirect(ways.Find(http.Session()?.Provider) is { SignsOut: true } provider ? $"/signed-out/{provider.Key}" : "/sign-in");
    }

    private static IResult SetLanguage(string culture, string? terug, HttpContext http)
    {
        if (Languages.Supported.Contains(culture))
        {
            http.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
                new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps });
        }

        return Results.LocalRedirect(Local(terug));
    }

    /// <summary>An address within the portal, whatever was asked for.</summary>
    internal static string Local(string? address) =>
        address is ['/', ..] && (address.Length == 1 || address[1] is not ('/' or '\\')) && !address.Any(char.IsControl) ? address : "/";
}
