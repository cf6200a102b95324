using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Teams;

namespace NotifyNl.Web.Security;

/// <summary>What a page asks of its visitor. Being in the team is judged before, for every address that names a service.</summary>
public static class Policies
{
    /// <summary>Any place in the team, also without a single permission.</summary>
    public const string Member = nameof(Member);

    public const string View = nameof(Permissions.View);
    public const string Send = nameof(Permissions.Send);
    public const string ManageTemplates = nameof(Permissions.ManageTemplates);
    public const string ManageApi = nameof(Permissions.ManageApi);
    public const string ManageService = nameof(Permissions.ManageService);

    /// <summary>The pages where an account gets its second factors: for who is signed in, and for who has a password and no factor yet.</summary>
    public const string Enrolling = nameof(Enrolling);

    /// <summary>For addresses that name an organisation: its own admins, and platform admins.</summary>
    public const string OrganisationAdmin = nameof(OrganisationAdmin);

    public const string PlatformAdmin = nameof(PlatformAdmin);

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, PlatformAdminHandler>();
        services.AddAuthorizationBuilder()
            // Whatever is open without signing in says so itself.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Enrolling, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, Halfway.Scheme)
                .RequireAssertion(context => context.Resource is HttpContext http && (http.Session() is not null || context.User.MayEnrol())))
            .AddPolicy(Member, policy => policy.Require(Permissions.None))
            .AddPolicy(View, policy => policy.Require(Permissions.View))
            .AddPolicy(Send, policy => policy.Require(Permissions.Send))
            .AddPolicy(ManageTemplates, policy => policy.Require(Permissions.ManageTemplates))
            .AddPolicy(ManageApi, policy => policy.Require(Permissions.ManageApi))
            .AddPolicy(ManageService, policy => policy.Require(Permissions.ManageService))
            .AddPolicy(OrganisationAdmin, policy => policy.RequireAuthenticatedUser().RequireAssertion(c => c.Resource is HttpContext http && http.Organisation() is not null))
            .AddPolicy(PlatformAdmin, policy => policy.RequireAuthenticatedUser().AddRequirements(new PlatformAdminRequirement()));
        return services;
    }

    private static void Require(this AuthorizationPolicyBuilder policy, Permissions permission) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.Resource is HttpContext http && http.Membership()?.May(permission) == true);

    private sealed class PlatformAdminRequirement : IAuthorizationRequirement;

    /// <summary>Read at every request: who is no longer platform admin stops being so at once.</summary>
    private sealed class PlatformAdminHandler(NotifyDbContext db) : AuthorizationHandler<PlatformAdminRequirement>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PlatformAdminRequirement requirement)
        {
            if (context.User.Identity?.IsAuthenticated != true)
                return;
            var userId = context.User.UserId();
            if (await db.Users.AnyAsync(u => u.Id == userId && u.IsPlatformAdmin))
                context.Succeed(requirement);
        }
    }
}
