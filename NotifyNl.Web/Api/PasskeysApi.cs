using Microsoft.AspNetCore.Antiforgery;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>What a browser asks before it can ask the authenticator. The answer comes back in an ordinary form.</summary>
internal static class PasskeysApi
{
    public static void MapPasskeysApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/passkeys/request", RequestAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        routes.MapPost("/passkeys/creation", CreationAsync).RequireAuthorization(Policies.Enrolling).RequireRateLimiting(RateLimits.Codes).RequireRecentSecondFactor();
    }

    private static async Task<IResult> RequestAsync(HttpContext http, IAntiforgery antiforgery, Passkeys passkeys)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.BadRequest();
        var userId = http.Session()?.UserId ?? (await Halfway.FindAsync(http))?.UserId;
        return Results.Text(await passkeys.BeginAssertionAsync(http, userId), "application/json");
    }

    private static async Task<IResult> CreationAsync(HttpContext http, IAntiforgery antiforgery, Passkeys passkeys) =>
        await antiforgery.IsRequestValidAsync(http) ? Results.Text(await passkeys.BeginCreationAsync(http, http.User.UserId()), "application/json") : Results.BadRequest();
}
