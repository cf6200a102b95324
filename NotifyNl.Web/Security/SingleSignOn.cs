using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NotifyNl.Accounts;

namespace NotifyNl.Web.Security;

/// <summary>Why somebody goes to a provider.</summary>
public enum Errand
{
    SignIn,

    /// <summary>To link the identity there to the account that is signed in here.</summary>
    Link,

    /// <summary>To show again, before a dangerous act, who works here.</summary>
    Confirm,
}

/// <summary>
/// OpenID Connect: the authorization code flow with PKCE. Of what the provider tells nothing is kept: no token, no claim, in no cookie;
/// a session that began this way is a session like any other.
/// </summary>
public static class SingleSignOn
{
    private const string ErrandItem = "errand";
    private const string SessionItem = "session";

    internal static void AddSingleSignOn(this IServiceCollection services, WaysIn ways, SecureCookies cookies)
    {
        services.AddSingleton(ways).AddScoped<ProviderAccounts>().AddScoped<ProviderGrants>().AddScoped<SingleSignOnArrival>();
        // It writes whatever a provider or a stranger put in an address or a token. What an administrator needs stands in our own line.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None));
        foreach (var provider in ways.Providers)
            services.AddAuthentication().AddOpenIdConnect(provider.Scheme, provider.Name, options => Configure(options, provider, cookies));
    }

    /// <summary>Sends the browser to the provider, to come back at an address of ours.</summary>
    /// <param name="session">Whose errand it is; it must still be theirs when they come back.</param>
    public static Task GoAsync(HttpContext http, Provider provider, Errand errand, string returnTo, Guid? session)
    {
        var properties = new OpenIdConnectChallengeProperties { RedirectUri = returnTo };
        properties.Items[ErrandItem] = errand.ToString();
        properties.Items[SessionItem] = session?.ToString();
        if (errand == Errand.Confirm)
            (properties.Prompt, properties.MaxAge) = (OpenIdConnectPrompt.Login, TimeSpan.Zero);
        return http.ChallengeAsync(provider.Scheme, properties);
    }

    private static void Configure(OpenIdConnectOptions options, Provider provider, SecureCookies cookies)
    {
        options.Authority = provider.Authority.ToString();
        // A loopback address in Development is the only http that the configuration lets through.
        options.RequireHttpsMetadata = provider.Authority.Scheme == Uri.UriSchemeHttps;
        (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
        (options.ResponseType, options.UsePkce) = (OpenIdConnectResponseType.Code, true);
        // A form from another site would bring no cookie that is Lax; an address does.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CallbackPath = provider.Callback;
        // A provider, or anybody, could sign people out by a picture.
        (options.RemoteSignOutPath, options.SignedOutCallbackPath) = (PathString.Empty, PathString.Empty);
        options.Scope.Add("email");
        foreach (var scope in provider.Scopes)
            options.Scope.Add(scope);
        options.MapInboundClaims = options.SaveTokens = options.UseTokenLifetime = false;
        // As they came: the framework would leave out acr, and rename others.
        options.ClaimActions.Clear();
        if (provider.UserInfo)
            options.ClaimActions.MapAll();
        options.GetClaimsFromUserInfoEndpoint = provider.UserInfo;
        options.BackchannelTimeout = TimeSpan.FromSeconds(30);
        Apply(options.CorrelationCookie, "notify-sso.");
        Apply(options.NonceCookie, "notify-nonce.");
        options.Events.OnRedirectToIdentityProvider = context =>
        {
            // Never the Host of the request, which anybody can choose.
            context.ProtocolMessage.RedirectUri = context.HttpContext.RequestServices.GetRequiredService<PublicAddress>().Of(provider.Callback).ToString();
            if (provider.AcrValues is not null)
                context.ProtocolMessage.AcrValues = provider.AcrValues;
            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = context => ArriveAsync(context, provider);
        options.Events.OnAccessDenied = context => FailAsync(context, provider, SingleSignOnFailure.Refused, null);
        options.Events.OnRemoteFailure = context => FailAsync(context, provider, SingleSignOnFailures.Of(context.Failure), context.Failure);

        void Apply(CookieBuilder cookie, string name)
        {
            cookies.Apply(cookie, name);
            cookie.Path = "/";
        }
    }

    private static async Task ArriveAsync(TicketReceivedContext context, Provider provider)
    {
        var errand = Enum.Parse<Errand>(context.Properties!.Items[ErrandItem]!);
        var session = Guid.TryParse(context.Properties.Items[SessionItem], out var id) ? id : (Guid?)null;
        var claims = context.Principal!.Claims.ToLookup(c => c.Type, c => c.Value, StringComparer.Ordinal);
        var email = Invitations.Address(claims["email"].FirstOrDefault());
        var confirmed = claims["email_verified"].Any(v => bool.TryParse(v, out var verified) && verified);
        var identity = new ProviderIdentity(
            claims["iss"].First(), claims["sub"].First(), provider.Key, provider.Name, email, email is not null && confirmed && provider.IsTrustedWith(email), claims["name"].FirstOrDefault(), claims);
        var at = claims["auth_time"].Select(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null).FirstOrDefault();
        var arrival = context.HttpContext.RequestServices.GetRequiredService<SingleSignOnArrival>();
        context.Response.Redirect(await arrival.ReceiveAsync(context.HttpContext, provider, identity, errand, session, at, Api.SessionApi.Local(context.ReturnUri)));
        context.HandleResponse();
    }

    private static Task FailAsync(HandleRequestContext<RemoteAuthenticationOptions> context, Provider provider, SingleSignOnFailure failure, Exception? cause)
    {
        SingleSignOnFailures.Log(context.HttpContext, provider, failure, cause);
        context.Response.Redirect(SingleSignOnFailures.Page(failure));
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
