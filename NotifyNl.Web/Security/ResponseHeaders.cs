using Microsoft.AspNetCore.StaticAssets;

namespace NotifyNl.Web.Security;

/// <summary>What every response bears, redirects and errors included.</summary>
public static class ResponseHeaders
{
    /// <summary>Nothing inline, nothing from elsewhere. The data: images are the ticks in the look's check boxes.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'";

    public static IServiceCollection AddResponseHeaders(this IServiceCollection services) => services.AddHsts(hsts =>
    {
        // Source: OWASP ASVS 5.0, 3.4.1.
        hsts.MaxAge = TimeSpan.FromDays(365);
        hsts.IncludeSubDomains = true;
    });

    /// <summary>What somebody who is signed in gets to see, no browser and no proxy keeps; the files that the look is made of, they may.</summary>
    public static IApplicationBuilder UseNoStore(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.User.Identity?.IsAuthenticated == true && http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            });
        }

        return next(http);
    });

    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app) => app.UseSecurityHeaders(policies => policies
        .AddCustomHeader("Content-Security-Policy", ContentSecurityPolicy)
        .AddContentTypeOptionsNoSniff()
        .AddReferrerPolicyStrictOriginWhenCrossOrigin()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .AddFrameOptionsDeny()
        .RemoveServerHeader());
}
