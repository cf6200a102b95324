using Microsoft.AspNetCore.Identity;
using NotifyNl.Accounts;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

public static class AccountsRegistration
{
    /// <summary>Failures in a row before an account rests; short, so that nobody can lock another out for long.</summary>
    public const int FailuresBeforeLockout = 10;

    public static IServiceCollection AddAccounts(this IServiceCollection services, bool https)
    {
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(cookie =>
        {
            cookie.Cookie.Name = https ? "__Host-notify-session" : "notify-session";
            cookie.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.HttpOnly = true;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = false;
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "terug";
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        }));
        services.AddIdentityCore<User>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // Length is what makes a password strong; NIST SP 800-63B advises against rules of composition.
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = FailuresBeforeLockout;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddEntityFrameworkStores<NotifyDbContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = https ? "__Host-notify-form" : "notify-form";
            antiforgery.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }
}
