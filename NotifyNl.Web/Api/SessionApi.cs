using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using NotifyNl.Accounts;

namespace NotifyNl.Web.Api;

/// <summary>What changes the visitor's own cookies and has no page of its own: signing out and the language.</summary>
internal static class SessionApi
{
    public static void MapSessionApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        routes.MapGet("/taal/{culture}", SetLanguage).AllowAnonymous();
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, SignInManager<User> signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.LocalRedirect("/");
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
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
