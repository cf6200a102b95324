using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NotifyNl.Accounts;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

public static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, bool https, WaysIn ways)
    {
        var cookies = new SecureCookies(https);
        services.AddSingleton(cookies);
        services.AddCascadingAuthenticationState();
        services.AddSingleSignOn(ways, cookies);
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie =>
            {
                cookies.Apply(cookie.Cookie, "notify-session");
                cookie.ExpireTimeSpan = Session.Longest;
                Configure(cookie);
                cookie.Events.OnValidatePrincipal = SessionCookie.ValidateAsync;
            })
            .AddCookie(Halfway.Scheme, cookie =>
            {
                cookies.Apply(cookie.Cookie, "notify-halfway");
                cookie.ExpireTimeSpan = Halfway.Lifetime;
                Configure(cookie);
                cookie.Events.OnValidatePrincipal = Halfway.ValidateAsync;
            });
        services.AddIdentityCore<User>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // Judged by PasswordRules, before anything reaches here.
                options.Password.RequiredLength = PasswordRules.MinLength;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            })
            .AddEntityFrameworkStores<NotifyDbContext>();
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>().AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyOrigin>();
        services.AddAntiforgery(antiforgery => cookies.Apply(antiforgery.Cookie, "notify-form"));

        services.AddScoped<SignInTries>().AddScoped<CodeApp>().AddScoped<SmsCodes>().AddScoped<RecoveryCodes>().AddScoped<SecondFactors>().AddScoped<Sessions>().AddScoped<Invitations>().AddScoped<AccountLinks>().AddScoped<EmailChange>().AddScoped<RecoveryDesk>().AddScoped<Joining>();
        services.AddScoped<DeviceCookie>().AddScoped<SignInFlow>().AddScoped<FactorChange>().AddScoped<PasswordChange>().AddScoped<Passkeys>();
        services.AddMemoryCache().AddSingleton<SessionCache>();
        services.AddSingleton<AccountMail>().AddHostedService(provider => provider.GetRequiredService<AccountMail>());
        services.AddSingleton<AskedLinks>().AddHostedService(provider => provider.GetRequiredService<AskedLinks>());
        services.AddOptions<AccountOptions>().BindConfiguration("Accounts").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(_ => new PasswordRules(typeof(AccountsRegistration).Assembly.GetManifestResourceStream("NotifyNl.common-passwords.json")!));
        return services.AddRateLimits();
    }

    private static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "terug";
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }
}
