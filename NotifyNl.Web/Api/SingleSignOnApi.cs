using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>
/// The ways out to a provider. They are followed as links: after a form the policy of our pages lets a browser go nowhere but here, and a provider may lead on to hosts
/// that nobody can list.
/// </summary>
internal static class SingleSignOnApi
{
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(5);

    public static void MapSingleSignOnApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in/sso/{key}", GoAsync).AllowAnonymous();
        routes.MapGet("/sign-in/sso/{key}/sign-out", SignOutAsync).AllowAnonymous();
    }

    /// <summary>Says that who is signed in pressed the button to link, here and a moment ago. Without it a link in a mail could link a stranger's identity to an account.</summary>
    public static string LinkTicket(IDataProtectionProvider protection, Guid session, string key) => Protector(protection).Protect($"{session} {key}", TicketLifetime);

    private static async Task<IResult> GoAsync(string key, string? terug, string? koppel, string? opnieuw, HttpContext http, WaysIn ways, IDataProtectionProvider protection)
    {
        if (ways.Find(key) is not { } provider)
            return Results.LocalRedirect("/sign-in");
        var session = http.Session()?.Id;
        var errand = koppel is not null ? Errand.Link : opnieuw is not null && session is not null ? Errand.Confirm : Errand.SignIn;
        if (errand == Errand.Link && (session is null || Opened(protection, koppel!) != $"{session} {key}"))
            return Results.LocalRedirect(SingleSignOnFailures.Page(SingleSignOnFailure.Stale));
        try
        {
            await SingleSignOn.GoAsync(http, provider, errand, SessionApi.Local(terug), errand == Errand.SignIn ? null : session);
            return Results.Empty;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            // Its own description cannot be read: it is down, or the Authority is not right.
            SingleSignOnFailures.Log(http, provider, SingleSignOnFailure.Unreachable, e);
            return Results.LocalRedirect(SingleSignOnFailures.Page(SingleSignOnFailure.Unreachable));
        }
    }

    /// <summary>Our own session has ended already; this ends the one at the provider, where it has an address for that.</summary>
    private static async Task<IResult> SignOutAsync(string key, HttpContext http, WaysIn ways, IOptionsMonitor<OpenIdConnectOptions> options, PublicAddress address)
    {
        if (ways.Find(key) is not { SignsOut: true } provider)
            return Results.LocalRedirect("/sign-in");
        try
        {
            var metadata = await options.Get(provider.Scheme).ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
            if (metadata.EndSessionEndpoint is { Length: > 0 } end)
                return Results.Redirect(QueryHelpers.AddQueryString(end, new Dictionary<string, string?> { ["client_id"] = provider.ClientId, ["post_logout_redirect_uri"] = address.Of("/sign-in").ToString() }));
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            SingleSignOnFailures.Log(http, provider, SingleSignOnFailure.Unreachable, e);
        }

        return Results.LocalRedirect("/sign-in");
    }

    private static string? Opened(IDataProtectionProvider protection, string ticket)
    {
        try
        {
            return Protector(protection).Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("single sign-on, link").ToTimeLimitedDataProtector();
}
