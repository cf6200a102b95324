using Microsoft.AspNetCore.Authorization;
using NotifyNl.Teams;

namespace NotifyNl.Web.Security;

/// <summary>What a page of a service asks of its visitor. Being in the team is judged before, for every address that names a service.</summary>
public static class Policies
{
    public const string View = nameof(Permissions.View);
    public const string Send = nameof(Permissions.Send);
    public const string ManageTemplates = nameof(Permissions.ManageTemplates);
    public const string ManageApi = nameof(Permissions.ManageApi);
    public const string ManageService = nameof(Permissions.ManageService);

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddAuthorizationBuilder()
            // Whatever is open without signing in says so itself.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(View, policy => policy.Require(Permissions.View))
            .AddPolicy(Send, policy => policy.Require(Permissions.Send))
            .AddPolicy(ManageTemplates, policy => policy.Require(Permissions.ManageTemplates))
            .AddPolicy(ManageApi, policy => policy.Require(Permissions.ManageApi))
            .AddPolicy(ManageService, policy => policy.Require(Permissions.ManageService));
        return services;
    }

    private static void Require(this AuthorizationPolicyBuilder policy, Permissions permission) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.Resource is HttpContext http && http.Membership()?.May(permission) == true);
}
