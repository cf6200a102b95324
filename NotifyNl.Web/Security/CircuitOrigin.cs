namespace NotifyNl.Web.Security;

/// <summary>
/// A circuit is opened from our own pages only. Browsers let any site open a WebSocket to any other and say truly from where: the rules for scripts
/// that guard a fetch do not guard it, so this does, beside the SameSite cookie.
/// </summary>
public static class CircuitOrigin
{
    public static IApplicationBuilder UseCircuitOrigin(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!CircuitSessions.IsOfCircuit(http.Request) || http.Request.Headers.Origin is not [{ Length: > 0 } origin] || IsOurs(http, origin))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    private static bool IsOurs(HttpContext http, string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (from.Authority.Equals(http.Request.Headers.Host, StringComparison.OrdinalIgnoreCase)
            || from.Authority.Equals(http.RequestServices.GetRequiredService<PublicAddress>().Of("/").Authority, StringComparison.OrdinalIgnoreCase));
}
