namespace NotifyNl.Web.Security;

/// <summary>What every response bears, redirects and errors included.</summary>
public static class ResponseHeaders
{
    /// <summary>Nothing inline, nothing from elsewhere. The data: images are the ticks in the look's check boxes.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'";

    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app) => app.UseSecurityHeaders(policies => policies
        .AddCustomHeader("Content-Security-Policy", ContentSecurityPolicy)
        .AddContentTypeOptionsNoSniff()
        .AddReferrerPolicyStrictOriginWhenCrossOrigin()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .AddFrameOptionsDeny()
        .RemoveServerHeader());
}
