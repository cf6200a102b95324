using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace NotifyNl.Tests.Accounts;

/// <summary>Somebody who works at the organisation whose provider this is.</summary>
internal sealed record Colleague(string Subject, string Email)
{
    public string Name { get; init; } = "Cees Collega";
    public bool EmailVerified { get; init; } = true;
    public string[] Groups { get; init; } = [];
    public string[] Amr { get; init; } = ["pwd", "mfa"];

    /// <summary>How long ago they signed in there.</summary>
    public TimeSpan Since { get; init; } = TimeSpan.FromMinutes(1);

    public static Colleague New(params string[] groups)
    {
        var id = Guid.NewGuid().ToString("N");
        return new Colleague(id, $"{id}@gemeente.example") { Groups = groups };
    }

    /// <summary>Presses "no" when asked whether their details may go to the portal.</summary>
    public bool Refuses { get; init; }
}

/// <summary>A real OpenID Connect server on a port of this machine: it checks the client, its secret, the callback and PKCE, and a code counts once.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string ClientId = "notify-nl";
    public const string ClientSecret = "a-secret-of-the-client-0123456789";

    private readonly WebApplication app;
    private readonly ShiftedClock clock = new();

    private OidcProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var name = $"oidc-{Guid.NewGuid():N}";
        builder.Services.AddDbContext<DbContext>(options => options.UseInMemoryDatabase(name).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>().DisableBulkOperations())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/logout");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Email, Scopes.Profile, "groups");
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        builder.Services.Configure<OpenIddictServerOptions>(options => options.TimeProvider = clock);
        app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/connect/authorize", Authorize);
        app.MapGet("/connect/logout", () =>
        {
            SignedOut++;
            return Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        });
    }

    public string Address => app.Urls.Single();

    /// <summary>Who sits at the machine and is signed in at the provider.</summary>
    public Colleague Present { get; set; } = new("nobody", "nobody@gemeente.example");

    /// <summary>How far the provider's clock is off.</summary>
    public TimeSpan ClockError { set => clock.Error = value; }

    /// <summary>How many times somebody ended their session here.</summary>
    public int SignedOut { get; private set; }

    public OpenIddictRequest? LastRequest { get; private set; }

    public static async Task<OidcProvider> StartAsync(string portal, params string[] callbacks)
    {
        var provider = new OidcProvider();
        await provider.app.StartAsync();
        await using var scope = provider.app.Services.CreateAsyncScope();
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            ConsentType = ConsentTypes.Implicit,
            PostLogoutRedirectUris = { new Uri($"{portal}/sign-in") },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Email, Permissions.Scopes.Profile, Permissions.Prefixes.Scope + "groups",
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        client.RedirectUris.UnionWith(callbacks.Select(callback => new Uri(portal + callback)));
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(client);
        return provider;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private IResult Authorize(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        (LastRequest, var who) = (request, Present);
        if (who.Refuses)
            return Results.Forbid(new() { Items = { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied } }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        // Who must sign in anew has done so just now.
        var at = DateTimeOffset.UtcNow - (request.HasPromptValue(PromptValues.Login) ? TimeSpan.Zero : who.Since);
        var identity = new ClaimsIdentity("oidc");
        identity.SetClaim(Claims.Subject, who.Subject).SetClaim(Claims.Name, who.Name).SetClaim(Claims.Email, who.Email).SetClaim(Claims.EmailVerified, who.EmailVerified)
            .SetClaim(Claims.AuthenticationTime, at.ToUnixTimeSeconds())
            .SetClaims("groups", [.. who.Groups]).SetClaims(Claims.AuthenticationMethodReference, [.. who.Amr]);
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Error { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Error;
    }
}
